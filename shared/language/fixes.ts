/** Quick fixes of what the syntax library finds. The checks bring fixes of their own. */
import type { PolicyDiagnostic } from '../syntax/index.ts';
import { declarations } from './fixes/declarations.ts';
import { marks } from './fixes/marks.ts';
import { Fault, type Menders } from './fixes/mender.ts';
import { words } from './fixes/words.ts';
import type { Fix } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

const menders: Menders = { ...marks, ...words, ...declarations };

/** Changes that mend a finding of the document, the likeliest first and preferred; none where none is known. */
export function fixes(
  workspace: Workspace,
  document: PolicyDocument,
  diagnostic: Pick<PolicyDiagnostic, 'code' | 'start' | 'end' | 'origin'>,
): Fix[] {
  // What is wrong in an included file is mended there.
  if (diagnostic.origin || !Object.hasOwn(menders, diagnostic.code)) return [];
  const mender = menders[diagnostic.code as keyof Menders]!;
  return mender(new Fault(workspace, document, diagnostic)).map((fix, index) =>
    index === 0 ? { ...fix, preferred: true } : fix,
  );
}
