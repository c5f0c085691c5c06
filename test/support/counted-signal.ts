// An abort signal that counts who listens, since the platform does not tell.

export interface CountedSignal {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
  /** Listeners added and not removed. */
  readonly listeners: () => number;
}

export function countedSignal(): CountedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  return { signal, abort: (reason) => controller.abort(reason), listeners: countListeners(signal) };
}

/** Counts who listens to `signal` from now on. */
export function countListeners(signal: AbortSignal): CountedSignal["listeners"] {
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never, options?: { readonly once?: boolean }): void => {
    listening.add(listener);
    add(type, listener, options);
  };
  signal.removeEventListener = (type: string, listener: never): void => {
    listening.delete(listener);
    remove(type, listener);
  };
  return () => listening.size;
}
