/** What each release enforces of a kit's requirements, for a document: from the compiled policy, never by hand. */
import type { Kit, KitRequirement } from '../../../shared/kits/schema.ts';
import type { TargetFacts } from '../../../shared/targets/targets.ts';
import { Refusal } from '../../refusal.ts';
import { asked } from '../asked.ts';
import type { Form } from './forms.ts';

export interface EnforcedText {
  /** A table in Markdown: a row for each requirement that some release does not meet, or meets alone. */
  table: string;
  /** What every release refuses: a sentence, and a list in Markdown. */
  held: string;
  /** Whether some release allows what it should refuse of the network (inet). */
  leaks: boolean;
  /** What every release allows, though none should: by a choice or a value that was made. */
  opened: string[];
  /** Whether some release allows what it asks of the network (inet): requests for names. */
  asks: boolean;
}

/** A release, and what is installed there. */
export interface Installed {
  target: TargetFacts;
  form: Form;
  /** What the form is called in the table. */
  formName: string;
}

interface Column extends Installed {
  verdicts: string[];
}

/** Asks every requirement of each release's form in enforce mode. Throws a Refusal where a release has no parser here. */
export async function enforcedText(kit: Kit, installed: readonly Installed[]): Promise<EnforcedText> {
  const columns = await Promise.all(installed.map((one) => columnOf(kit, one)));
  const { requirements } = kit;
  const everywhere = requirements.filter(
    ({ want }, at) => want === 'deny' && columns.every(({ verdicts }) => verdicts[at] === 'deny'),
  );
  const differs = requirements.flatMap((requirement, at) => {
    const verdicts = columns.map((column) => column.verdicts[at]!);
    return verdicts.every((verdict) => verdict === requirement.want) ? [] : [{ requirement, verdicts }];
  });
  const isAllowedOverInet = (wanted: 'allow' | 'deny') =>
    requirements.some(
      ({ want, request }, at) =>
        want === wanted &&
        'family' in request &&
        /^inet/.test(String(request.family)) &&
        columns.some(({ verdicts }) => verdicts[at] === 'allow'),
    );
  return {
    table: [
      row(['', ...columns.map(({ target }) => target.title)]),
      row(['---', ...columns.map(() => '---')]),
      row(['Form of the profile', ...columns.map(({ formName }) => formName)]),
      ...differs.map(({ requirement, verdicts }) =>
        row([wordsOf(requirement), ...verdicts.map(verdictWord)]),
      ),
    ].join('\n'),
    asks: isAllowedOverInet('allow'),
    leaks: isAllowedOverInet('deny'),
    opened: requirements
      .filter(({ want }, at) => want === 'deny' && columns.every(({ verdicts }) => verdicts[at] === 'allow'))
      .map(wordsOf),
    held: `Refused on every one of them:\n\n${listed(everywhere.map(wordsOf))}`,
  };
}

/** One item for all that begin with the same word: `- Read: …, …`. */
function listed(titles: readonly string[]): string {
  const wordOf = (title: string) => title.slice(0, title.indexOf(' '));
  const items = [...new Set(titles.map(wordOf))].map((word) =>
    titles.filter((title) => wordOf(title) === word),
  );
  const several = items.filter((all) => all.length > 1);
  return [
    ...several.map((all) => {
      const word = wordOf(all[0]!);
      return `- ${word}: ${all.map((title) => `\`${title.slice(word.length + 1)}\``).join(', ')}`;
    }),
    ...items.filter((all) => all.length === 1).map(([title]) => `- ${title}`),
  ].join('\n');
}

async function columnOf(kit: Kit, { target, form, formName }: Installed): Promise<Column> {
  const { answers, reason } = await asked(kit, target.id, form.files);
  if (!answers)
    throw new Refusal(
      503,
      'no-parser',
      `What ${target.title} enforces cannot be computed: ${reason} Unpack a parser with “aa-workbench toolchains add ${target.suite}”.`,
    );
  return { target, form, formName, verdicts: answers.map(({ verdict }) => verdict) };
}

const verdictWord = (verdict: string) => (verdict === 'deny' ? 'refused' : 'allowed');

function wordsOf({ title }: KitRequirement): string {
  return title.replaceAll('|', '\\|');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
