// Counts timers: those that were set, and those that are armed still, neither fired nor cleared.

export interface LiveTimers {
  readonly live: () => number;
  readonly set: () => number;
  readonly restore: () => void;
}

/** Watches `setTimeout` and `clearTimeout` from now on, until restored. */
export function liveTimers(): LiveTimers {
  const { setTimeout: original, clearTimeout: clear } = globalThis;
  let count = 0;
  const armed = new Set<unknown>();
  globalThis.setTimeout = ((callback: () => void, ms?: number) => {
    count++;
    const timer: unknown = original(() => {
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
    set: () => count,
    restore: () => Object.assign(globalThis, { setTimeout: original, clearTimeout: clear }),
  };
}
