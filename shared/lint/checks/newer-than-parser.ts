import { scopeOf } from '../../language/scope.ts';
import { itemsOf } from '../rules.ts';
import { type Newer, newerParts, type Version } from '../since.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A part of the language that the target's apparmor_parser is too old for: it refuses the whole file.
 * No false alarm is known; what is not in since.ts is missed. Example: `userns,` for Debian 12
 */
export const newerThanParser: Check = {
  code: 'newer-than-parser',
  severity: 'warning',
  title: 'Too new for the target’s apparmor_parser',
  *run(context: LintContext): Generator<Finding> {
    const { document, workspace } = context;
    const { title, parserVersion } = workspace.target;
    const has = versionOf(parserVersion);
    if (!isOlder(has, newest)) return;
    const finding = ({ start, end, what, since }: Newer): Finding => ({
      start,
      end,
      message: `${what} ${what.startsWith('Rules') ? 'need' : 'needs'} apparmor_parser ${since.join('.')}; ${title} has ${parserVersion}, which refuses the file.`,
    });
    for (const item of itemsOf(context)) {
      // Once a rule: what is first to be read.
      const found = [...newerParts(item, document.text)].find(({ since }) => isOlder(has, since));
      if (found) yield finding(found);
    }
    for (const part of automaticVariables(context)) if (isOlder(has, part.since)) yield finding(part);
  },
};

const newest: Version = [5, 0];

function versionOf(written: string): Version {
  const [major = 0, minor = 0] = written.split('.').map(Number);
  return [major, minor];
}

function isOlder([major, minor]: Version, than: Version): boolean {
  return major < than[0] || (major === than[0] && minor < than[1]);
}

/** Set by apparmor_parser itself from 5.0, where the text does not. */
function* automaticVariables({ document, workspace }: LintContext): Generator<Newer> {
  const { text, tokens } = document;
  if (!/@\{(?:attach_path|exec_path)\}/.test(text)) return;
  const { variables } = scopeOf(workspace, document);
  for (const { kind, start, end } of tokens) {
    if (kind === 'comment') continue;
    for (const { index, 0: written, 1: name } of text
      .slice(start, end)
      .matchAll(/@\{(attach_path|exec_path)\}/g))
      if (!variables.has(name!))
        yield {
          start: start + index,
          end: start + index + written.length,
          what: `“${written}”, which nothing here declares,`,
          since: newest,
        };
  }
}
