/**
 * Stands in for Monaco's worker: this page has its own. Suggestions ask it how far words are from one another, and
 * take "unknown" for an answer.
 */
export class EditorWorkerService {
  canComputeWordRanges(): boolean {
    return false;
  }
  async computeWordRanges(): Promise<null> {
    return null;
  }
}

/** Nothing makes one: only that service would. */
export class EditorWorkerClient {}
