/** What apparmor_parser says on standard error, as findings with a place. */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import { Lines } from './lines.ts';

export interface MessageContext {
  /** The files under edit; the first is the compiled one. */
  files: { path: string; text: string }[];
  /** How the sandbox's paths begin. */
  paths: { text: string; overlay: string; base: string };
  target: string;
}

/** The findings in the parser's messages, in the order it gave them. */
export function readMessages(stderr: string, context: MessageContext): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of stderr.split('\n')) {
    if (line.trim() === '') continue;
    const error = /^AppArmor parser error(?: for (.+?)(?: in profile (.+?))?)? at line (\d+): (.*)$/.exec(
      line,
    );
    const warning =
      /^Warning( converted to Error)? from (?:profile )?(.+?) \((?:(.+?) )?line (\d+)\): (.*)$/.exec(line);
    if (error) found.push(place('error', error[2] ?? error[1] ?? '', Number(error[3]), error[4]!, context));
    else if (warning)
      found.push(
        place(
          warning[1] ? 'error' : 'warning',
          warning[3] ?? warning[2]!,
          Number(warning[4]),
          warning[5]!,
          context,
        ),
      );
    else
      found.push(
        place(/error|failed/i.test(line) ? 'error' : 'warning', context.paths.text, 1, line, context),
      );
  }
  return found;
}

function place(
  severity: 'error' | 'warning',
  file: string,
  line: number,
  message: string,
  context: MessageContext,
): Diagnostic {
  const name = virtualName(file, context);
  const text = context.files.find((candidate) => candidate.path === name)?.text;
  const zero = { line: Math.max(0, line - 1), character: 0 };
  return {
    file: name,
    range: text === undefined ? { start: zero, end: zero } : new Lines(text).wholeLine(line - 1),
    severity,
    code: `parser-${severity}`,
    message: readable(message, context),
    source: 'apparmor_parser',
    target: context.target,
  };
}

function virtualName(path: string, { files, paths }: MessageContext): string {
  if (path === paths.text || path === '') return files[0]!.path;
  for (const prefix of [paths.overlay, paths.base])
    if (path.startsWith(`${prefix}/`)) return path.slice(prefix.length + 1).replace(/^\/+/, '');
  return files[0]!.path;
}

function readable(message: string, { files, paths }: MessageContext): string {
  return message
    .replaceAll(paths.text, `/etc/apparmor.d/${files[0]!.path}`)
    .replaceAll(paths.overlay, '/etc/apparmor.d')
    .replaceAll(paths.base, '/etc/apparmor.d');
}
