// A fixed number of permits, first come, first served.
import type { Abortable } from "./abortable.ts";
import { checkCount } from "./check.ts";

/** Gives a permit back. A second call does nothing. With `using`, it runs when the block ends, also after a throw. */
export type Release = (() => void) & Disposable;

/**
 * Lets at most `permits` holders in at a time. Like `asyncio.Semaphore`: waiters are served in order. A waiter whose
 * signal aborts leaves at once and takes no permit.
 *
 * @example
 * const slots = new Semaphore(6);
 * using slot = await slots.acquire({ signal });
 * await fetch(url, { signal });
 *
 * @throws {RangeError} from the constructor, unless `permits` is a whole number from 1, or `Infinity`.
 */
export class Semaphore {
  #free: number;
  // A Set keeps the order of a queue, and members can leave from the middle.
  readonly #waiting = new Set<() => void>();

  constructor(permits: number) {
    this.#free = checkCount("permits", permits, 1, true);
  }

  /** The number of free permits. */
  get free(): number {
    return this.#free;
  }

  /** The number of waiters. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Waits for a permit. Resolves to the function that gives it back.
   *
   * @throws The reason of `signal`, as soon as it aborts while waiting.
   */
  async acquire({ signal }: { readonly signal?: Abortable | undefined } = {}): Promise<Release> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
    return this.#permit();
  }

  /** Takes a permit at once, without waiting. Returns `undefined` when all permits are taken. */
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
      // The permit passes straight to the next waiter. A later caller cannot take it first.
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
