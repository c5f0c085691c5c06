// Counts timers that are armed: neither fired nor cleared.

export interface LiveTimers {
  readonly live: () => number;
  readonly restore: () => void;
}

/** Watches `setTimeout` and `clearTimeout` from now on, until restored. */
export function liveTimers(): LiveTimers {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const armed = new Set<unknown>();
  globalThis.setTimeout = ((callback: () => void, ms?: number) => {
    const timer: unknown = set(() => {
      armed.delete(timer);
      callback();
    }, ms);
    armed.add(timer);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((timer: never) => {
    armed.delete(timer);
    clear(timer);
  }) as typeof clearTimeout;
  return {
    live: () => armed.size,
    restore: () => Object.assign(globalThis, { setTimeout: set, clearTimeout: clear }),
  };
}
