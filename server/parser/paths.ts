/** The paths of files under edit: relative to /etc/apparmor.d, and nothing that could leave it. */
import { RequestError } from './errors.ts';

/** One sentence on what is wrong with a path, or undefined where it is good. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'A file needs a path.';
  if (Buffer.byteLength(path) > 255) return 'A path may take at most 255 bytes.';
  if (/[\u0000-\u001f\u007f]/.test(path) || Buffer.from(path).toString() !== path)
    return 'A path may not hold control characters or broken Unicode.';
  if (path.startsWith('/'))
    return `The path “${path}” must be relative to /etc/apparmor.d, without a leading slash.`;
  if (path.includes('\\') || path.includes('"'))
    return `The path “${path}” may not hold backslashes or quotes.`;
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return `The path “${path}” may not have empty parts, “.” or “..”.`;
  return undefined;
}

/** Throws RequestError unless the paths are good, distinct, and no file is another's directory. */
export function requireGoodPaths(paths: string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem) throw new RequestError(problem);
    if (seen.has(path)) throw new RequestError(`The path “${path}” is given twice.`);
    seen.add(path);
  }
  for (const path of paths)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      if (seen.has(path.slice(0, at)))
        throw new RequestError(
          `“${path.slice(0, at)}” cannot be a file and the directory of “${path}” at once.`,
        );
}
