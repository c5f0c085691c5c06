// Gates force an order of events where other suites sleep and hope.
import type { Abortable } from "../../src/gather/abortable.ts";

/** A promise whose end the test decides, and that tells when somebody waits at it. */
export interface Gate<T> {
  /** A task that waits here and ignores its signal. */
  readonly wait: () => Promise<T>;
  /** A task that waits here until its signal aborts, and then rejects with the signal's reason. */
  readonly heed: (context: { readonly signal: Abortable }) => Promise<T>;
  /** Resolves when the first task has arrived. */
  readonly reached: Promise<void>;
  /** How many tasks have arrived. */
  readonly arrivals: number;
  /** The signal the last task was handed, where it heeds one. */
  readonly signal: Abortable | undefined;
  readonly open: (value: T) => void;
  readonly fail: (reason: unknown) => void;
}

export function gate<T = unknown>(): Gate<T> {
  const outcome = Promise.withResolvers<T>();
  const reached = Promise.withResolvers<void>();
  outcome.promise.catch(() => undefined);
  let arrivals = 0;
  let seen: Abortable | undefined;
  function arrive(): void {
    arrivals++;
    reached.resolve();
  }
  return {
    wait: () => {
      arrive();
      return outcome.promise;
    },
    heed: ({ signal }) => {
      seen = signal;
      arrive();
      return new Promise((resolve, reject) => {
        const abort = (): void => reject(signal.reason);
        if (signal.aborted) return abort();
        signal.addEventListener("abort", abort);
        outcome.promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
      });
    },
    reached: reached.promise,
    get arrivals() {
      return arrivals;
    },
    get signal() {
      return seen;
    },
    open: outcome.resolve,
    fail: outcome.reject,
  };
}
