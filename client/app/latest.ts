import { nobodyTypes } from './waiting.ts';

/** One question at a time: a newer one cancels the older, and none is asked while somebody types. */
export class Latest {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;

  /** `ask` must heed its signal after everything it waits for. */
  constructor(private readonly ask: (signal: AbortSignal) => Promise<void>) {}

  /** Ask in so many milliseconds, if nothing newer comes until then. */
  soon(milliseconds: number): void {
    this.stop();
    this.timer = setTimeout(() => void this.now(), milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
  }

  private async now(): Promise<void> {
    const controller = new AbortController();
    this.running?.abort();
    this.running = controller;
    await nobodyTypes();
    if (controller.signal.aborted) return;
    try {
      await this.ask(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  }
}
