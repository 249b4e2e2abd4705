/**
 * Why a request is answered as it is, and what would change it: options of the kit and small edits, each tried before
 * it is offered.
 */
import type { DecidingRule, ExplainRequest, ExplainResponse } from '../../shared/api/decide.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { setOption } from '../../shared/kits/options.ts';
import { readState } from '../../shared/kits/read.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import { type Answer, type Request, RequestProblem, readRequest } from '../../shared/policy/requests.ts';
import { ruleFor } from '../../shared/policy/ruleFor.ts';
import { type FileEdit, parse } from '../../shared/syntax/index.ts';
import { findTarget, type TargetFacts } from '../../shared/targets/targets.ts';
import { RequestError } from '../parser/check.ts';
import type { RunOptions } from '../parser/run.ts';
import { compiled } from './compiled.ts';
import { profileOf, recommendedForm } from './decide.ts';
import { editedFiles, openFiles, parsedFiles } from './files.ts';
import { type Deciding, mayConcern, rulesBehind } from './why.ts';

type Options = Pick<RunOptions, 'signal'>;

interface Question {
  files: PolicyText[];
  target: TargetFacts;
  request: Request;
  profile: string;
  want: 'allow' | 'deny' | undefined;
}

/** Throws RequestError, BusyError, or the signal's reason where the caller gave up. `kit` is that of the request. */
export async function explain(
  asked: ExplainRequest,
  kit: Kit | undefined,
  options: Options = {},
): Promise<ExplainResponse> {
  const target = findTarget(asked.target);
  if (!target) throw new RequestError(`There is no target “${asked.target}”.`);
  const request = requestOf(asked.request);
  const asItIs = await compiled(asked.files, target.id, options);
  const portable =
    asItIs.response.verdict === 'invalid' && kit ? recommendedForm(asked.files, kit, target.id) : undefined;
  const files = portable ?? asked.files;
  const { enforced, response } = portable ? await compiled(portable, target.id, options) : asItIs;
  if (!enforced)
    throw new RequestError(
      response.diagnostics.find(({ severity }) => severity === 'error')?.message ??
        response.reason ??
        'The text was not compiled.',
    );
  const profile = profileOf(enforced, asked.profile);
  const answer = enforced.decide(request, profile);
  const question: Question = { files, target, request, profile, want: asked.want };
  const behind = await rulesBehind({ files, target, profile, requests: [request] }, options);
  const rules = behind(request, answer);
  const wished = asked.want !== undefined && asked.want !== answer.verdict;
  const form = portable ? ('portable' as const) : ('text' as const);
  if (!wished) return { form, answer, rules: rules.map(shown), options: [] };
  const settling = kit ? await settlingOptions(question, kit, options) : [];
  // Edits of a form that is not what is open would lead nowhere.
  const edit = portable ? undefined : await smallestEdits(question, rules, options);
  return {
    form,
    answer,
    rules: rules.map(shown),
    options: settling,
    ...(edit ? { edits: edit.edits, editsTitle: edit.title } : {}),
    ...(settling.length === 0 && !edit ? { reason: nothingHelps(answer, target) } : {}),
  };
}

function requestOf(value: unknown): Request {
  try {
    return readRequest(value);
  } catch (error) {
    if (error instanceof RequestProblem) throw new RequestError(error.message);
    throw error;
  }
}

function shown({ rule: _rule, ...deciding }: Deciding): DecidingRule {
  return deciding;
}

/** Options of a kit which, switched alone, bring the wished answer about. */
async function settlingOptions(
  question: Question,
  kit: Kit,
  options: Options,
): Promise<ExplainResponse['options']> {
  const open = openFiles(question.files, kit);
  if (!open) return [];
  const parsed = parsedFiles(open);
  const on = question.want === 'allow';
  const found: ExplainResponse['options'] = [];
  for (const group of readState(kit, parsed).groups) {
    if (group.origin !== 'kit') continue;
    for (const option of group.options) {
      if ((option.switch === 'on') === on || option.unavailable) continue;
      if (!mayMatter(option.rules, question.request)) continue;
      const edits = setOption(kit, parsed, option.id, on);
      if (edits.length > 0 && (await brings(question, edits, options)))
        found.push({ id: option.id, title: option.title, on });
    }
  }
  return found;
}

/** Whether any of an option's rules is of a kind that decides the request; its includes may be anything. */
function mayMatter(rules: readonly string[], request: Request): boolean {
  return rules.some((text) =>
    parse(text, { within: 'profile' }).tree.items.some(
      (item) => item.kind === 'include' || mayConcern(item.kind, request),
    ),
  );
}

async function brings(
  { files, target, request, profile, want }: Question,
  edits: FileEdit[],
  options: Options,
) {
  const edited = editedFiles(files, edits);
  const { enforced } = await compiled(edited, target.id, options);
  return enforced?.names.includes(profile) === true && enforced.decide(request, profile).verdict === want;
}

/** The narrowest rule put in at the profile's end; or, to deny, the deciding rules of one's own files taken out. */
async function smallestEdits(
  question: Question,
  rules: readonly Deciding[],
  options: Options,
): Promise<{ title: string; edits: FileEdit[] } | undefined> {
  for (const candidate of candidates(question, rules))
    if (candidate.edits.length > 0 && (await brings(question, candidate.edits, options))) return candidate;
  return undefined;
}

function* candidates(
  question: Question,
  rules: readonly Deciding[],
): Generator<{ title: string; edits: FileEdit[] }> {
  const { files, request, want } = question;
  const own = rules.filter(({ file, effect }) => {
    const against = want === 'deny' ? 'allows' : 'denies';
    return effect === against && files.some(({ path }) => path === file);
  });
  const takeOut = own.map(({ rule, file }) => lineOf(files, file, rule.place.start, rule.place.end));
  const rule = ruleFor(request);
  const written = rule && (want === 'allow' ? rule : `deny ${rule.replace(/\b[cpu]?ix,$/i, 'x,')}`);
  const putIn = written ? insertion(question, written) : undefined;
  const outTitle = `Take out ${own.map(({ text }) => `“${text}”`).join(', ')}`;
  if (want === 'allow') {
    if (putIn) yield { title: `Add “${written}”`, edits: [putIn] };
    if (takeOut.length > 0) yield { title: outTitle, edits: takeOut };
    if (putIn && takeOut.length > 0)
      yield { title: `${outTitle}, and add “${written}”`, edits: [...takeOut, putIn] };
    return;
  }
  if (takeOut.length > 0) yield { title: outTitle, edits: takeOut };
  if (putIn) yield { title: `Add “${written}”`, edits: [putIn] };
}

/** A rule's whole line where nothing else stands on it. */
function lineOf(files: readonly PolicyText[], path: string, start: number, end: number): FileEdit {
  const { text } = files.find((file) => file.path === path)!;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  const alone =
    text.slice(from, start).trim() === '' && text.slice(end, to < 0 ? text.length : to).trim() === '';
  return alone && to >= 0 ? { path, start: from, end: to + 1, text: '' } : { path, start, end, text: '' };
}

/** Before the closing brace of the asked profile, on a line of its own. */
function insertion({ files, profile }: Question, rule: string): FileEdit | undefined {
  const { path, text } = files[0]!;
  let items = parse(text).tree.items;
  let close: number | undefined;
  let depth = 0;
  for (const name of profile.split('//')) {
    const found = items.find((item) => item.kind === 'profile' && item.name?.value === name);
    if (found?.kind !== 'profile' || !found.body.closed) return undefined;
    close = found.body.end - 1;
    items = found.body.items;
    depth++;
  }
  if (close === undefined) return undefined;
  const lineStart = text.lastIndexOf('\n', close - 1) + 1;
  const indent = text.slice(lineStart, close);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  if (indent.trim() === '')
    return { path, start: lineStart, end: lineStart, text: `${'  '.repeat(depth)}${rule}${end}` };
  return { path, start: close, end: close, text: `${end}${'  '.repeat(depth)}${rule}${end}` };
}

function nothingHelps(answer: Answer, target: TargetFacts): string {
  return answer.mediated
    ? 'No single option or small edit that was tried brings this about; an include may decide it.'
    : `The kernel of ${target.title} does not ask the policy about this, so no rule can deny it.`;
}
