/** For parts of the page that are fetched when they are first wanted. */

/**
 * Keeps what was fetched. A failure is kept for a while, too: what waits for it asks again as soon as it is told, and
 * would ask for ever.
 */
export function kept<T>(fetch: () => Promise<T>, failed: (words: string) => T): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= fetch().catch((error) => {
      setTimeout(() => {
        result = undefined;
      }, 5000);
      return failed((error as Error).message);
    });
    return result;
  };
}
