// A fixed number of permits, handed out first come, first served.
import type { Abortable } from "./abortable.ts";
import { checkCount } from "./check.ts";

/** Gives a permit back. Calling it again does nothing; with `using` it is called when the block is left, also by a throw. */
export type Release = (() => void) & Disposable;

/**
 * Lets at most `permits` holders in at a time. Like `asyncio.Semaphore`: waiters are served in the order they came, and a waiter that
 * aborts leaves at once without having taken a permit.
 *
 * @throws from its constructor: `RangeError` unless `permits` is a whole number from 1 or `Infinity`.
 */
export class Semaphore {
  #free: number;
  // A Set is a queue whose members can leave from the middle.
  readonly #waiting = new Set<() => void>();

  constructor(permits: number) {
    this.#free = checkCount("permits", permits, 1, true);
  }

  /** How many permits are free. */
  get free(): number {
    return this.#free;
  }

  /** How many wait for a permit. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Waits for a permit and resolves to the function that gives it back.
   *
   * @throws the reason of `signal`, at once when it aborts before the permit was granted.
   */
  async acquire({ signal }: { readonly signal?: Abortable | undefined } = {}): Promise<Release> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
    return this.#permit();
  }

  /** Takes a permit if one is free, at once; `undefined` if none is. */
  tryAcquire(): Release | undefined {
    if (this.#free === 0) return undefined;
    this.#free--;
    return this.#permit();
  }

  #wait(signal: Abortable | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting;
      waiting.add(grant);
      signal?.addEventListener("abort", leave);

      function grant(): void {
        signal?.removeEventListener("abort", leave);
        resolve();
      }

      function leave(): void {
        signal?.removeEventListener("abort", leave);
        waiting.delete(grant);
        reject(signal?.reason);
      }
    });
  }

  #permit(): Release {
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      // A permit passes straight to the next in line, so that nobody who comes later can take it first.
      const [next] = this.#waiting;
      if (next === undefined) this.#free++;
      else {
        this.#waiting.delete(next);
        next();
      }
    };
    return Object.assign(release, { [Symbol.dispose]: release });
  }
}
