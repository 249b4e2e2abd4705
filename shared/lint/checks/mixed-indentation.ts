import type { PolicyDocument } from '../../language/workspace.ts';
import { replace } from '../edits.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A file whose lines are set in with tabs here and with spaces there. The parser does not mind; people read such lines
 * at other depths than they are meant, as their editors show tabs in different widths.
 * No false alarm is known. Example: one rule behind a tab, the next behind two spaces
 */
export const mixedIndentation: Check = {
  code: 'mixed-indentation',
  severity: 'hint',
  title: 'Lines set in with tabs and with spaces',
  *run({ document }: LintContext): Generator<Finding> {
    if (!document.text.includes('\t')) return;
    const lines = indented(document);
    const tabs = lines.filter(({ blanks }) => blanks.includes('\t'));
    const spaces = lines.filter(({ blanks }) => blanks.startsWith(' '));
    if (tabs.length === 0 || spaces.length === 0) return;
    // What is rarer is out of place. A line with both is always.
    const toSpaces = spaces.length >= tabs.length;
    const wrong = toSpaces ? tabs : spaces;
    const width = toSpaces ? narrowest(spaces) : 8;
    const { start, end } = wrong[0]!;
    yield {
      start,
      end,
      message: `${wrong.length === 1 ? 'This line is' : `This line and ${wrong.length - 1} more are`} set in with ${toSpaces ? 'a tab' : 'spaces'}, the others with ${toSpaces ? 'spaces' : 'tabs'}: where tabs are shown in another width, rules seem to stand elsewhere.`,
      fixes: [
        {
          title: `Set in all lines with ${toSpaces ? 'spaces' : 'tabs'}`,
          edits: wrong.map((line) =>
            replace(
              document,
              line,
              toSpaces ? expand(line.blanks, width) : shrink(line.blanks, narrowest(spaces)),
            ),
          ),
          preferred: true,
        },
      ],
    };
  },
};

interface Indent {
  start: number;
  end: number;
  blanks: string;
}

function indented({ text }: PolicyDocument): Indent[] {
  return [...text.matchAll(/^[ \t]+(?=[^ \t\r\n])/gm)].map(({ index, 0: blanks }) => ({
    start: index,
    end: index + blanks.length,
    blanks,
  }));
}

/** The width of one level, as the lines with spaces have it. */
function narrowest(lines: readonly Indent[]): number {
  const widths = lines.filter(({ blanks }) => !blanks.includes('\t')).map(({ blanks }) => blanks.length);
  const least = Math.min(...widths.slice(0, 10_000).filter((width) => width > 1), 8);
  return least > 4 ? 2 : least;
}

function expand(blanks: string, width: number): string {
  return blanks.replace(/\t/g, ' '.repeat(width));
}

function shrink(blanks: string, width: number): string {
  const columns = blanks.replace(/\t/g, ' '.repeat(width)).length;
  return '\t'.repeat(Math.max(1, Math.round(columns / width)));
}
