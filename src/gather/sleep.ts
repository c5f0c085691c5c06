// A pause that an abort can end early.
import type { Abortable } from "./abortable.ts";
import { Alarms } from "./alarms.ts";
import { checkMs } from "./check.ts";

/**
 * Resolves after `delayMs` milliseconds. Like `asyncio.sleep`: 0 or less lets other work take its turn first.
 * `Infinity` waits for the abort. It leaves neither a timer nor a listener behind.
 *
 * Calls with the same signal share one timer and one listener. So a request may have more sleeps than the platform has
 * timers.
 *
 * @example
 * await sleep(250, { signal });
 *
 * @throws The reason of `signal`, as soon as it aborts.
 * @throws {RangeError} for NaN and for more than 2,147,483,647 ms.
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

/** Grouped by signal, so that two requests never share a timer. */
const sleepersBy = new WeakMap<Abortable, Sleepers>();

/** All sleeps with the same signal. */
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
