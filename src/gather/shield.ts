// Work that outlives the one who asked for it.

/** Who may leave, and who keeps the work alive then. */
export interface ShieldOptions {
  /** When it aborts, the caller leaves at once with its reason. */
  readonly signal: AbortSignal;
  /** Keeps the runtime alive for the work: `ctx.waitUntil` of a Worker. Called once, right away. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * Resolves as `promise` does, unless `signal` aborts first: then the caller is released at once and the work goes on under `waitUntil`.
 * Like `asyncio.shield`, with someone who looks after the work.
 *
 * A failure is reported once: to the caller, or, when the caller has left, as the rejection of what `waitUntil` was given.
 *
 * @throws what `promise` rejects with; the reason of `signal`.
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
