// Two parts of one request that ask an upstream the same thing make one call. Never across requests: promises of one hang in another.
import type { TaskContext } from "../../gather/index.ts";

interface Joint {
  readonly controller: AbortController;
  readonly promise: Promise<unknown>;
  waiting: number;
}

/** The work that a request's parts have in common. */
export class SingleFlight {
  readonly #joints = new Map<string, Joint>();
  readonly #request: AbortSignal;

  /** `request` aborts when the request is over, and all its work with it. */
  constructor(request: AbortSignal) {
    this.#request = request;
  }

  /**
   * Settles as the work under `key` does, which `begin` starts unless it is under way or has succeeded before. Work that failed is begun anew
   * by the next who asks. Its signal aborts when all who wait for it have left; the last one leaves with it, when it has stopped.
   *
   * @throws what the work rejects with; the reason of `signal`, at once, where others still wait.
   */
  async run<T>(key: string, signal: AbortSignal, begin: (context: TaskContext) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const joint = this.#joints.get(key) ?? this.#begin(key, begin);
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      joint.waiting--;
      if (joint.waiting === 0) {
        this.#joints.delete(key);
        joint.controller.abort(signal.reason);
      } else if (!this.#request.aborted) {
        // At the request's end the work stops by itself, and knows best how it ended.
        left.reject(signal.reason);
      }
    };
    joint.waiting++;
    signal.addEventListener("abort", leave);
    try {
      return (await Promise.race([joint.promise, left.promise])) as T;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #begin(key: string, begin: (context: TaskContext) => Promise<unknown>): Joint {
    const controller = new AbortController();
    const promise = begin({ signal: controller.signal });
    const joint: Joint = { controller, promise, waiting: 0 };
    this.#joints.set(key, joint);
    promise.catch(() => {
      if (this.#joints.get(key) === joint) this.#joints.delete(key);
    });
    return joint;
  }
}
