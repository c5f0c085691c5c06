// Work that goes on after its caller has left.

/** The signal that lets the caller leave, and the function that keeps the work alive. */
export interface ShieldOptions {
  /** When it aborts, the caller is released at once with its reason. */
  readonly signal: AbortSignal;
  /** Keeps the runtime alive for the work, such as a Worker's `ctx.waitUntil`. Called once, immediately. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * Settles as `promise` does. If `signal` aborts first, the caller is released at once and the work goes on under
 * `waitUntil`. Like `asyncio.shield`, but the runtime knows about the work.
 *
 * A failure is reported once. The caller gets it, or, after the caller has left, the promise given to `waitUntil`.
 *
 * @example
 * await shield(saveToCache(body), { signal: call.signal, waitUntil: (work) => ctx.waitUntil(work) });
 *
 * @throws The error of `promise`.
 * @throws The reason of `signal`.
 *
 * Caveat: Workers end `waitUntil` work 30 seconds after the response.
 */
export function shield<T>(promise: Promise<T>, { signal, waitUntil }: ShieldOptions): Promise<T> {
  let left = false;
  waitUntil(
    promise.catch((reason: unknown) => {
      if (left) throw reason;
    }),
  );
  return new Promise((resolve, reject) => {
    promise.finally(() => signal.removeEventListener("abort", leave)).then(resolve, reject);
    signal.addEventListener("abort", leave);
    if (signal.aborted) leave();

    function leave(): void {
      left = true;
      signal.removeEventListener("abort", leave);
      reject(signal.reason as Error);
    }
  });
}
