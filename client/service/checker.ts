/**
 * Asks the service for a verdict after a pause in typing. A newer question cancels the older one, in the browser
 * and, as the connection closes, in the service. While the service is away it is asked again, less and less often.
 */
import type { CheckRequest, CheckResponse } from '../../shared/api/schemas.ts';
import { type Service, ServiceAway, ServiceRefusal } from './api.ts';

export interface CheckerListener {
  /** A run begins, or none is under way any more. */
  checking(running: boolean): void;
  verdict(response: CheckResponse, request: CheckRequest): void;
  /** No answer. It will be asked again by itself. */
  away(): void;
  /** The service will not look at this request at all (too large, unknown target, too busy). */
  refused(refusal: ServiceRefusal): void;
}

export interface CheckerTimes {
  /** Milliseconds of quiet before the service is asked. */
  pause: number;
  /** First wait before asking again, milliseconds; doubles each time. */
  retry: number;
  retryMost: number;
}

const usual: CheckerTimes = { pause: 250, retry: 1000, retryMost: 30_000 };

export class Checker {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;
  private wanted: (() => CheckRequest | undefined) | undefined;
  private failures = 0;

  constructor(
    private readonly service: Service,
    private readonly listener: CheckerListener,
    private readonly times: CheckerTimes = usual,
  ) {}

  /** Ask when it has been quiet for a moment. `request` is called then; undefined means there is nothing to ask. */
  schedule(request: () => CheckRequest | undefined): void {
    this.wanted = request;
    this.running?.abort();
    this.wait(this.times.pause);
  }

  /** Ask at once: a first look, a chosen target, "Try again". */
  now(request: (() => CheckRequest | undefined) | undefined = this.wanted): void {
    this.wanted = request;
    this.wait(0);
  }

  /** Stop the run and do not ask again until the next change. */
  cancel(): void {
    clearTimeout(this.timer);
    this.wanted = undefined;
    this.stop();
  }

  private wait(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), milliseconds);
  }

  private stop(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = undefined;
    this.listener.checking(false);
  }

  private async ask(): Promise<void> {
    this.running?.abort();
    const request = this.wanted?.();
    if (!request) return this.stop();
    const controller = new AbortController();
    this.running = controller;
    this.listener.checking(true);
    try {
      const response = await this.service.check(request, { signal: controller.signal });
      if (this.running !== controller) return;
      this.failures = 0;
      this.listener.verdict(response, request);
    } catch (error) {
      if (this.running !== controller || controller.signal.aborted) return;
      if (error instanceof ServiceRefusal && error.status !== 429 && error.status !== 503)
        this.listener.refused(error);
      else if (error instanceof ServiceRefusal || error instanceof ServiceAway) {
        if (error instanceof ServiceAway) this.listener.away();
        this.wait(Math.min(this.times.retry * 2 ** this.failures++, this.times.retryMost));
      } else throw error;
    } finally {
      if (this.running === controller) {
        this.running = undefined;
        this.listener.checking(false);
      }
    }
  }
}
