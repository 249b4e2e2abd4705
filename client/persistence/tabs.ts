/**
 * One tab at a time edits a program. The right to edit is a Web Lock; a second tab waits for it, read-only,
 * follows what the first saves, and can take it over after the first has saved its last letter.
 */

export interface TabListener {
  /** This tab may edit from now on. `fresh` is set where another tab edited before: read its work again. */
  mine(fresh: boolean): Promise<void> | void;
  /** Another tab has the right. */
  theirs(): void;
  /** Save everything; the right goes to another tab when the promise resolves. */
  handOver(): Promise<void>;
  /** The tab that edits has saved. */
  savedElsewhere(): void;
}

type Message = { kind: 'hand-over' | 'handed-over' | 'saved'; key: string };

/** How long a tab that does not answer (crashed, frozen) is waited for, milliseconds. */
const patience = 1500;

export class TabLock {
  private readonly channel: BroadcastChannel | undefined;
  private readonly closed = new AbortController();
  private release: (() => void) | undefined;

  /** Ask for the right to edit `key`. Where the browser has no locks, this tab simply has it. */
  constructor(
    private readonly key: string,
    private readonly listener: TabListener,
  ) {
    if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
      void listener.mine(false);
      return;
    }
    this.channel = new BroadcastChannel('apparmor-workbench');
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => void this.hear(data);
    void this.tryNow();
  }

  get editable(): boolean {
    return this.release !== undefined || !this.channel;
  }

  /** Tell the other tabs that there is something new to read. */
  tellSaved(): void {
    this.tell('saved');
  }

  /** Take the right from the tab that has it. */
  async takeOver(): Promise<void> {
    if (this.editable) return;
    const handedOver = new Promise<void>((done) => {
      this.handedOver = done;
      setTimeout(done, patience);
    });
    this.tell('hand-over');
    await handedOver;
    if (!this.editable) this.hold({ steal: true }, true);
  }

  close(): void {
    this.closed.abort();
    this.release?.();
    this.channel?.close();
  }

  private handedOver: (() => void) | undefined;

  private async tryNow(): Promise<void> {
    await navigator.locks
      .request(this.name, { ifAvailable: true }, (lock) => {
        if (lock) return this.keep(false);
        this.listener.theirs();
        this.wait();
        return undefined;
      })
      .catch(() => this.lost());
  }

  /** In the queue: the right comes when the other tab is closed. */
  private wait(): void {
    this.hold({ signal: this.closed.signal }, true);
  }

  private hold(options: LockOptions, fresh: boolean): void {
    navigator.locks.request(this.name, options, () => this.keep(fresh)).catch(() => this.lost());
  }

  private keep(fresh: boolean): Promise<void> {
    if (this.editable) return Promise.resolve();
    return new Promise((done) => {
      this.release = done;
      void this.listener.mine(fresh);
    });
  }

  /** A request ended badly: the tab was closed, or the right was stolen from it. */
  private lost(): void {
    if (!this.release || this.closed.signal.aborted) return;
    this.release = undefined;
    this.listener.theirs();
    this.wait();
  }

  private async hear({ kind, key }: Message): Promise<void> {
    if (key !== this.key) return;
    if (kind === 'handed-over') this.handedOver?.();
    if (kind === 'saved' && !this.editable) this.listener.savedElsewhere();
    if (kind === 'hand-over' && this.release) {
      await this.listener.handOver();
      const release = this.release;
      this.release = undefined;
      this.listener.theirs();
      this.tell('handed-over');
      release();
      this.wait();
    }
  }

  private tell(kind: Message['kind']): void {
    this.channel?.postMessage({ kind, key: this.key } satisfies Message);
  }

  private get name(): string {
    return `apparmor-workbench:${this.key}`;
  }
}
