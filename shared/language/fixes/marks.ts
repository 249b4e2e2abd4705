/** Marks that are missing or too many, and characters that cannot stand where they are. */
import type { Fault, Menders } from './mender.ts';

export const marks: Menders = {
  'missing-comma': (fault) => [fault.insert('Put a comma at the end of the rule', fault.end, ',')],
  'missing-open-brace': (fault) => [fault.insert('Open the rules with {', headerEnd(fault), ' {')],
  'missing-close-brace': (fault) => [closeBrace(fault)],
  'unexpected-close-brace': (fault) => [fault.replace('Take out this }', '')],
  'missing-close-paren': (fault) => [fault.insert('Close the list with )', listEnd(fault), ')')],
  'missing-close-quote': (fault) => [fault.insert('Close the quoted string', quotedEnd(fault), '"')],
  'missing-close-angle': (fault) => [
    fault.insert(
      'Close the name with >',
      fault.start + fault.written.trimEnd().replace(/,$/, '').length,
      '>',
    ),
  ],
  'variable-comma': (fault) => [fault.replace('Take out the comma', '')],
  'joined-comma': (fault) => [fault.insert('Put a space behind the comma', fault.end, ' ')],
  'joined-brace': (fault) => [fault.insert('Put a space behind {', fault.end, ' ')],
  'deprecated-include': (fault) => [fault.replace('Write include without #', 'include')],
  'byte-order-mark': (fault) => [fault.replace('Take out the byte order mark', '')],
  'unfinished-comment': (fault) => [
    fault.insert('Put a line break at the end', fault.document.text.length, fault.newline),
  ],
  'carriage-return': (fault) => [unixLineEnds(fault)],
  'comment-in-rule': (fault) => commentBefore(fault),
};

/** With the line of the header: what follows may have been read as a part of it. */
function headerEnd(fault: Fault): number {
  const { document, end } = fault;
  const item = fault.around().at(-1);
  if (item?.kind !== 'profile') return end;
  const { text, lines } = document;
  const line = text.slice(item.start, lines.lineEnd(lines.lineAt(item.start)));
  return Math.min(end, item.start + line.replace(/\s+#.*$/, '').trimEnd().length);
}

/** On a line of its own at the end of the text, indented as what it closes. */
function closeBrace(fault: Fault) {
  const { document, newline } = fault;
  const { text, lines } = document;
  const opened = lines.lineStart(lines.lineAt(fault.start));
  const indent = /^[ \t]*/.exec(text.slice(opened, fault.start))![0];
  const ended = text === '' || text.endsWith('\n');
  return fault.insert(
    'Close it with } at the end',
    text.length,
    `${ended ? '' : newline}${indent}}${newline}`,
  );
}

/** Before the comma that ends the rule, the brace that opens a body, or the end of the line. */
function listEnd({ document, start }: Fault): number {
  const { text, lines } = document;
  const end = lines.lineEnd(lines.lineAt(start));
  const line = text.slice(start, end).replace(/\s+#.*$/, '');
  return start + line.replace(/[ \t]*(?:\{.*|,)?[ \t]*$/, '').length;
}

/** Before what is no part of the string: permissions, a comma. */
function quotedEnd({ start, written }: Fault): number {
  return start + written.replace(/(?:[ \t]+[rwaklmixpcuPCU]+)?[ \t]*,?[ \t]*$/, '').length;
}

/** In the whole file: one line of it alone helps nobody. */
function unixLineEnds(fault: Fault) {
  const edits = [...fault.document.text.matchAll(/\r(?=\n)/g)].map(({ index }) => ({
    start: index,
    end: index + 1,
    text: '',
  }));
  return fault.fix('Change the file’s line ends to those of Unix', ...edits);
}

function commentBefore(fault: Fault) {
  const item = fault.around().at(-1);
  if (!item) return [];
  const { document, newline, start, end, written } = fault;
  const { text, lines } = document;
  const lineStart = lines.lineStart(lines.lineAt(item.start));
  const indent = text.slice(lineStart, item.start);
  if (indent.trim() !== '') return [];
  const blanks = /[ \t]*$/.exec(text.slice(0, start))![0].length;
  return [
    fault.fix(
      'Move the comment before the rule',
      { start: item.start, end: item.start, text: `${written.trimEnd()}${newline}${indent}` },
      { start: start - blanks, end, text: '' },
    ),
  ];
}
