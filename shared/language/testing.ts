/** For tests: a text with `|` where the caret is, in a small policy tree. */
import { type PolicyText, treeOf, Workspace } from './workspace.ts';

export const smallTree = treeOf([
  { path: 'abi/3.0', text: '' },
  { path: 'abi/4.0', text: '' },
  {
    path: 'tunables/global',
    text: '# All that every profile needs\ninclude <tunables/home>\n@{etc_ro}=/etc/ /usr/etc/\n',
  },
  { path: 'tunables/home', text: '@{HOMEDIRS}=/home/\n@{HOME}=@{HOMEDIRS}/*/ /root/\n' },
  {
    path: 'abstractions/base',
    text: '# Copyright (C) somebody\n\n# What every program needs\ninclude <abstractions/crypto>\n/dev/null rw,\n/usr/lib/** mr,\ndeny /etc/hidden r,\n',
  },
  { path: 'abstractions/crypto', text: '  # Settings of crypto libraries\n  @{etc_ro}/gnutls/config r,\n' },
  { path: 'abstractions/net', text: 'network inet stream,\ncapability net_raw,\n' },
  { path: 'local/README', text: 'words' },
]);

/** The text without its `|`, and where that was. Another `|` is left alone: the last one counts. */
export function atCaret(marked: string): { text: string; offset: number } {
  const offset = marked.lastIndexOf('|');
  if (offset < 0) throw new RangeError('no caret in the text');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** A workspace with the marked text as its file, beside others. */
export function caretIn(
  marked: string,
  { path = 'usr.bin.app', others = [] as readonly PolicyText[], tree = smallTree } = {},
) {
  const { text, offset } = atCaret(marked);
  const workspace = new Workspace({ files: [{ path, text }, ...others], tree });
  return { workspace, document: workspace.document(path)!, text, offset };
}

/** What is written between the braces of a profile, with the usual tunables. */
export const inProfile = (marked: string): string =>
  `include <tunables/global>\nprofile app /usr/bin/app {\n  ${marked}\n}\n`;
