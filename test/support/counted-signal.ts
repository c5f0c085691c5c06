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
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never): void => {
    listening.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: never): void => {
    listening.delete(listener);
    remove(type, listener);
  };
  return {
    signal,
    abort: (reason) => controller.abort(reason),
    listeners: () => listening.size,
  };
}
