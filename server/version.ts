import packageJson from '../package.json' with { type: 'json' };

/** The Workbench's own version. */
export const version: string = packageJson.version;
