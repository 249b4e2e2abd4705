/** The forms a check's findings can be printed in. */
import type { CheckedFile } from './findings.ts';
import { asGithub } from './github.ts';
import { asSarif } from './sarif.ts';
import { asText } from './text.ts';

export { type CheckedFile, type Finding, isError, type RequirementsOn } from './findings.ts';

export const reports: Readonly<Record<string, (files: readonly CheckedFile[]) => string>> = {
  text: asText,
  json: (files) => `${JSON.stringify({ files })}\n`,
  github: asGithub,
  sarif: (files) => asSarif(files),
};
