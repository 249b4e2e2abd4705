import { replace } from '../edits.ts';
import { itemsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A name in quotes, or bare, is opened as it stands: from the directory that apparmor_parser happens to be started
 * in, not from that of the file. False alarm: test suites that are run from a known directory.
 * Example: `include "abstractions/base"`
 */
export const relativeInclude: Check = {
  code: 'relative-include',
  severity: 'warning',
  title: 'An include that depends on the current directory',
  *run(context: LintContext): Generator<Finding> {
    const { document, workspace } = context;
    for (const item of itemsOf(context)) {
      if (item.kind !== 'include' && item.kind !== 'abi') continue;
      const { form, value, start, end } = item.path;
      if (form === 'magic' || value === '' || value.startsWith('/')) continue;
      const known = workspace.resolveInclude(value, 'magic') !== undefined;
      yield {
        start,
        end,
        message:
          'Without angle brackets this name is looked up in the directory that apparmor_parser is started in, so that the profile loads from one place and fails from another. Write it as <…>, which is looked up in /etc/apparmor.d.',
        ...(known
          ? { fixes: [{ title: `Write <${value}>`, edits: [replace(document, item.path, `<${value}>`)] }] }
          : {}),
      };
    }
  },
};
