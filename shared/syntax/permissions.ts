/** Permission letters of file rules (parser/parser_misc.c: parse_sub_perms). */

/** Splits `mrPix` into its plain letters, and what is left of it: the exec mode. */
export function splitPermissions(perms: string): { plain: string; exec: string } {
  return { plain: perms.replace(/[^rwaklmRWAKLM]/g, ''), exec: perms.replace(/[rwaklmRWAKLM]/g, '') };
}

export interface Permissions {
  /** Whether every letter means something. */
  known: boolean;
  /** `w` and `a` together. */
  writeAndAppend: boolean;
  /** The exec modes as written, one after another, a bare `x` too. */
  modes: string[];
}

const letters = /[RrWwaLlMmk]|[PpCc][Xx]|[PpCc]?[IiUu][Xx]|[Xx]/y;

/** Reads permissions one by one. */
export function readPermissions(perms: string): Permissions {
  const modes: string[] = [];
  let at = 0;
  for (letters.lastIndex = 0; at < perms.length; at = letters.lastIndex) {
    const match = letters.exec(perms);
    if (!match) break;
    if (/x/i.test(match[0])) modes.push(match[0]);
  }
  const write = /w/i.test(perms);
  return { known: at >= perms.length && perms !== '', writeAndAppend: write && perms.includes('a'), modes };
}

/**
 * A mode in the spelling that says what counts: whether the environment is scrubbed (the first letter), the kind,
 * the fallback. Empty for a bare `x`.
 */
export function modeKey(mode: string): string {
  const kind = mode.toLowerCase();
  if (kind === 'x') return '';
  if (kind === 'ix') return kind;
  return (/^[PCU]/.test(mode) ? 'scrub ' : '') + kind;
}

/**
 * The two modes of permissions that exclude each other. A bare `x` goes with any mode before it, and with `ix` behind
 * it; a mode may be repeated.
 */
export function conflictingModes(modes: readonly string[]): [string, string] | undefined {
  let current: string | undefined;
  for (const mode of modes) {
    const key = modeKey(mode);
    if (current !== undefined && key !== '' && key !== modeKey(current)) {
      const bareBefore = modeKey(current) === '' && key === 'ix';
      if (!bareBefore) return [current, mode];
    }
    if (key !== '' || current === undefined) current = mode;
  }
  return undefined;
}
