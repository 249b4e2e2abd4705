/** Kits: what is on in a profile's text, and the smallest edits that change it. Pure functions; nothing here throws on a text. */

export { KitError } from './kitIndex.ts';
export { setMode } from './mode.ts';
export { applyOptions, recommend, setGroup, setOption } from './options.ts';
export { parseKit } from './parseKit.ts';
export { readState } from './read.ts';
export { editFiles, kitFiles, type Rendering, renderKit } from './render.ts';
export type { ParsedFile } from './tree.ts';
export { setTunable } from './tunables.ts';
export { checkTunableValue, normaliseValue, writeValue } from './tunableValue.ts';
