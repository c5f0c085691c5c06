// Lets one caller stop waiting for work that goes on.

/** The parts of `AbortSignal` that are needed. */
type Stopping = Pick<AbortSignal, "aborted" | "reason" | "throwIfAborted"> & {
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
};

/** Settles as `promise` does, or rejects with the reason of `signal` as soon as it aborts. Leaves no listener. */
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
