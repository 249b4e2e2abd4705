/** A request that is turned down for a reason the person can act on. The message is shown to them as it is. */
export class Refusal extends Error {
  override name = 'Refusal';
  /** HTTP status, 4xx or 503. */
  readonly statusCode: number;
  /** A short word for programs, e.g. `foreign-host`. */
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}
