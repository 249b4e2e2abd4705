/** Where the built page has the screens, as pictures and as text. */
const addresses = import.meta.glob<string>('../../../docs/evidence/*/*.{png,txt}', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

/** The address of a file of the evidence (`6.12/screen.png`), or undefined where it is not there. */
export const screenAddress = (path: string): string | undefined =>
  addresses[`../../../docs/evidence/${path}`];
