// The wait of one caller for something that goes on without it.

/** The part of `AbortSignal` that is needed. */
type Stopping = Pick<AbortSignal, "aborted" | "reason" | "throwIfAborted"> & {
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** Settles as `promise` does, or rejects with the reason of `signal` at once when that aborts. No listener is left. */
export async function orAborted<T>(promise: Promise<T>, signal: Stopping | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
