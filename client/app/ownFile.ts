/** A profile brought by the user: is it a text that can be opened, and under which name? */

/** As much as the service takes in one file, characters. */
export const largestFile = 1_000_000;

/** The bytes as text, or why they cannot be opened. Nothing is lost: what cannot be kept byte for byte is refused. */
export function decodeFile(name: string, bytes: Uint8Array): { text: string } | { refusal: string } {
  if (bytes.length > largestFile)
    return { refusal: `${name} has ${megabytes(bytes.length)}: the Workbench opens files up to 1 MB.` };
  if (bytes.includes(0))
    return {
      refusal: `${name} is not a text: it holds zero bytes. A profile in source form is wanted, not a compiled one.`,
    };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return {
      refusal: `${name} is not written in UTF-8. Convert it first, for example: iconv -f latin1 -t utf-8 ${name}`,
    };
  }
}

/** Why a text cannot be opened, if it cannot. */
export function refuseText(name: string, text: string): string | undefined {
  if (text.length > largestFile)
    return `${name} has ${megabytes(text.length)}: the Workbench opens texts up to 1 MB.`;
  if (text.includes('\0')) return `${name} is not a text: it holds zero characters.`;
  return undefined;
}

/** A name as it can stand under /etc/apparmor.d: without leading slashes and parts that lead out. */
export function policyPath(name: string): string {
  const parts = name
    .replace(/^.*\/etc\/apparmor\.d\//, '')
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(/[\u0000-\u001f\u007f"]/g, ''))
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').slice(0, 80) || 'profile';
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
