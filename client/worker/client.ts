/** The page's side of the analysis worker: promises, and the newest text first. */
import type { Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import type { FileEdit } from '../../shared/syntax/edits.ts';
import type { OwnTarget } from '../../shared/targets/own.ts';
import type { Questions } from './language.ts';
import type { Analysis, Answer, Asking, Change, Request } from './protocol.ts';

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

/** The part of Worker that is used, so that tests can put a real worker of another make in its place. */
export interface Port {
  postMessage(message: Request): void;
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A worker that is started later; what is sent to it before waits. */
export class LatePort implements Port {
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  private worker: Port | undefined;
  private readonly waiting: Request[] = [];

  constructor(private readonly make: () => Port) {}

  postMessage(message: Request): void {
    if (this.worker) this.worker.postMessage(message);
    else this.waiting.push(message);
  }

  start(): void {
    if (this.worker) return;
    this.worker = this.make();
    this.worker.onmessage = (event) => this.onmessage?.(event);
    this.worker.onerror = (event) => this.onerror?.(event);
    for (const message of this.waiting.splice(0)) this.worker.postMessage(message);
  }
}

export class AnalysisClient {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private running = false;
  private next: OpenFile[] | undefined;

  /**
   * `heard` gets the analysis of the newest text, never of one that was overtaken before it was asked for;
   * `failed` gets the words where the worker could not answer: what is known stays.
   */
  constructor(
    private readonly port: Port,
    private readonly heard: (analysis: Analysis, files: readonly OpenFile[]) => void,
    private readonly failed: (message: string) => void,
  ) {
    port.onmessage = ({ data }) => {
      const one = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.kind === 'failed') one?.reject(new Error(data.message));
      else one?.resolve(data);
    };
    port.onerror = (event) => {
      const error = new Error(event.message || 'The analysis worker could not be started.');
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
  }

  /** Let the worker read a kit's JSON; undefined for a profile without one. Rejects, in words, where it is none. */
  async setKit(json: unknown): Promise<Kit | undefined> {
    const answer = await this.send((id) => ({ id, kind: 'kit', json }));
    return answer.kind === 'kit' ? answer.kit : undefined;
  }

  /** Ask for an analysis. While one runs, only the newest texts wait. */
  analyse(files: OpenFile[]): void {
    this.next = files;
    if (!this.running) void this.work();
  }

  /** The edits for a control's change, against these texts. Rejects in words where it cannot be. */
  async edits(files: OpenFile[], change: Change): Promise<FileEdit[]> {
    const answer = await this.send((id) => ({ id, kind: 'edit', files, change }));
    return answer.kind === 'edit' ? answer.edits : [];
  }

  /** Judge by this target and its policy tree from now on. Rejects, in words, where the tree cannot be had. */
  async surround(target: string, own: OwnTarget[] = []): Promise<void> {
    await this.send((id) => ({ id, kind: 'surround', target, own }));
  }

  /** Ask the language features. Rejects in words where they cannot answer. */
  async ask<Q extends keyof Questions>(
    files: OpenFile[],
    question: Q,
    ...args: Parameters<Questions[Q]>
  ): Promise<Awaited<ReturnType<Questions[Q]>>> {
    const asking: Omit<Asking<Q>, 'id'> = { kind: 'ask', files, question, args };
    const answer = await this.send((id) => ({ id, ...asking }) as Request);
    return (answer.kind === 'ask' ? answer.answer : undefined) as Awaited<ReturnType<Questions[Q]>>;
  }

  private async work(): Promise<void> {
    this.running = true;
    while (this.next) {
      const files = this.next;
      this.next = undefined;
      try {
        const answer = await this.send((id) => ({ id, kind: 'analyse', files }));
        if (answer.kind === 'analyse') this.heard(answer.analysis, files);
      } catch (error) {
        this.failed((error as Error).message);
      }
    }
    this.running = false;
  }

  private send(make: (id: number) => Request): Promise<Answer> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.port.postMessage(make(id));
    });
  }
}
