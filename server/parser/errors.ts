/** Refusals that are the caller's to mend; `statusCode` is the HTTP status they stand for. */

/** The request itself cannot be checked: a bad path, an unknown target. */
export class RequestError extends Error {
  override name = 'RequestError';
  readonly statusCode: number;
  constructor(message: string, statusCode = 400) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** Too many checks at once. */
export class BusyError extends Error {
  override name = 'BusyError';
  readonly statusCode = 503;
}

/** The sandbox could not be set up, so nothing can be said of the text. */
export class SandboxError extends Error {
  override name = 'SandboxError';
  readonly statusCode = 503;
}
