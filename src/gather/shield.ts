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
export async function shield<T>(promise: Promise<T>, { signal, waitUntil }: ShieldOptions): Promise<T> {
  const left = Promise.withResolvers<never>();
  function leave(): void {
    left.reject(signal.reason);
  }
  waitUntil(
    promise.catch((reason: unknown) => {
      if (signal.aborted) throw reason;
    }),
  );
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave);
  try {
    return await Promise.race([promise, left.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
