// A pause that can be cut short.
import type { Abortable } from "./abortable.ts";
import { Alarms } from "./alarms.ts";
import { checkMs } from "./check.ts";

/**
 * Resolves after `delayMs` milliseconds. Like `asyncio.sleep`: 0 or less lets other work take its turn first; `Infinity` waits for the
 * abort. Neither a timer nor a listener is left, whichever way it ends. All who sleep by the same signal share one of each, so that a request may
 * have more of them than the platform has timers.
 *
 * @throws the reason of `signal`, at once when it aborts; `RangeError` for NaN and for more than 2,147,483,647 ms.
 */
export async function sleep(
  delayMs: number,
  { signal }: { readonly signal?: Abortable | undefined } = {},
): Promise<void> {
  checkMs("delayMs", delayMs);
  signal?.throwIfAborted();
  const sleepers = (signal && sleepersBy.get(signal)) ?? new Sleepers(signal);
  if (signal !== undefined) sleepersBy.set(signal, sleepers);
  await sleepers.join(delayMs);
}

/** By their signals, and so never those of two requests together. */
const sleepersBy = new WeakMap<Abortable, Sleepers>();

/** All who sleep until their time, or the abort of one signal. */
class Sleepers {
  readonly #signal: Abortable | undefined;
  readonly #alarms = new Alarms();
  readonly #asleep = new Set<(reason: unknown) => void>();

  constructor(signal: Abortable | undefined) {
    this.#signal = signal;
  }

  join(delayMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#asleep.size === 0) this.#signal?.addEventListener("abort", this.#abort);
      this.#asleep.add(reject);
      this.#alarms.set(delayMs, () => {
        this.#asleep.delete(reject);
        if (this.#asleep.size === 0) this.#unlisten();
        resolve();
      });
    });
  }

  readonly #abort = (): void => {
    this.#alarms.end();
    this.#unlisten();
    for (const reject of this.#asleep) reject(this.#signal?.reason);
  };

  #unlisten(): void {
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}
