/** Texts in a link: packed into the part of the address behind `#`, which no browser sends anywhere. */
import type { FileRole } from '../../shared/kits/schema.ts';

export interface SharedFile {
  role: FileRole;
  path: string;
  text: string;
}

export interface SharedTexts {
  /** For a profile without a kit: its name. */
  name?: string;
  /** Only files that differ from the kit's; all of them without a kit. */
  files: SharedFile[];
}

/** Longest packed text, in characters. Browsers take more; mail programs and chats begin to cut links here. */
export const longestLink = 30_000;
/** Largest text that a link may unfold to: a short link must not fill the memory. */
const largest = 4_000_000;

const roles: readonly unknown[] = ['profile', 'tunables', 'local'] satisfies FileRole[];

export async function packTexts(texts: SharedTexts): Promise<string> {
  const json = new Blob([JSON.stringify({ v: 1, ...texts })]);
  const packed = json.stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Read what `packTexts` made. Rejects, in words for the person, where it is damaged. */
export async function unpackTexts(packed: string): Promise<SharedTexts> {
  let value: unknown;
  try {
    value = JSON.parse(await inflate(packed));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error('The link is cut off or damaged: its texts cannot be read.', { cause: error });
  }
  const texts = value as { v?: unknown; name?: unknown; files?: unknown };
  if (texts?.v !== 1) throw new Error('The link was made by another version of the Workbench.');
  const files = Array.isArray(texts.files) ? (texts.files as Partial<SharedFile>[]) : [];
  const sound = files.every(
    (file) => typeof file?.path === 'string' && typeof file.text === 'string' && roles.includes(file.role),
  );
  if (!sound || (texts.name !== undefined && typeof texts.name !== 'string'))
    throw new Error('The link is damaged: it does not hold files.');
  return {
    ...(texts.name !== undefined && { name: texts.name as string }),
    files: files.map(({ role, path, text }) => ({ role, path, text })) as SharedFile[],
  };
}

async function inflate(packed: string): Promise<string> {
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (text.length > largest) {
      await reader.cancel();
      throw new RangeError('The link unfolds to more text than the Workbench opens.');
    }
    if (done) return text;
  }
}
