/** The AppArmor policy language: reading it without loss, finding what is wrong, editing it minimally. */
export type { IncludedText, PolicyDiagnostic, RelatedPlace, ResolveInclude } from './analyse/index.ts';
export { canonicalRule } from './canonical.ts';
export { type Code, codes } from './codes.ts';
export type { Position, Range, Severity, SyntaxDiagnostic } from './diagnostics.ts';
export { applyEdits, type FileEdit, type TextEdit } from './edits.ts';
export type * from './nodes.ts';
export { type ParseOptions, type ParseResult, parse } from './parse.ts';
export { LineIndex } from './positions.ts';
export { printFile } from './print.ts';
export type { Token } from './scanner.ts';
export { bodiesOf, visit, walk } from './visit.ts';
