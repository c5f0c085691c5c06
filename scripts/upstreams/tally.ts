// Tests prove slot limits, retries and cancellation by what the upstream saw, because a client can only say what it believes it did.

/** What is counted under one key. Every request is in exactly one of the last five. */
export interface Counts {
  /** Requests received. */
  requests: number;
  /** TCP connections they came over. */
  connections: number;
  /** The most there ever was of `waitingForHeaders`. */
  peakWaitingForHeaders: number;
  /** The most there ever was of `openBodies`. */
  peakOpenBodies: number;
  /** Received, and the headers of the answer not yet sent. */
  waitingForHeaders: number;
  /** Headers sent, and the answer not yet ended. */
  openBodies: number;
  /** Answers handed over to the system in full. */
  completed: number;
  /** The client closed before its answer was complete. */
  leftEarly: number;
  /** The server broke off, as its recipe said: a reset or a truncation. */
  cutShort: number;
}

/** The stages of a request: two in which it is open, three in which it has ended. */
export type Stage = "waitingForHeaders" | "openBodies" | "completed" | "leftEarly" | "cutShort";

/** Counts the requests of one key, and tells its watchers of every change. */
export class Tally {
  readonly #counts: Counts = {
    requests: 0,
    connections: 0,
    peakWaitingForHeaders: 0,
    peakOpenBodies: 0,
    waitingForHeaders: 0,
    openBodies: 0,
    completed: 0,
    leftEarly: 0,
    cutShort: 0,
  };
  readonly #connections = new WeakSet<object>();
  readonly #watchers = new Set<() => void>();

  /** A copy of the counts as they are now. */
  get counts(): Counts {
    return { ...this.#counts };
  }

  /** Counts a request that came over `connection`, and returns its sequence number, from 1. */
  receive(connection: object): number {
    this.#counts.requests += 1;
    if (!this.#connections.has(connection)) {
      this.#connections.add(connection);
      this.#counts.connections += 1;
    }
    this.#enter("waitingForHeaders");
    return this.#counts.requests;
  }

  /** Moves one request from one stage to another. */
  move(from: Stage, to: Stage): void {
    this.#counts[from] -= 1;
    this.#enter(to);
  }

  /** Calls `watcher` after every change, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  #enter(stage: Stage): void {
    const counts = this.#counts;
    counts[stage] += 1;
    counts.peakWaitingForHeaders = Math.max(counts.peakWaitingForHeaders, counts.waitingForHeaders);
    counts.peakOpenBodies = Math.max(counts.peakOpenBodies, counts.openBodies);
    for (const watcher of this.#watchers) watcher();
  }
}
