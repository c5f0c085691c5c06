// An upstream that dawdles must not go on dawdling for a client that has left: thousands of forgotten timers would slow the others.
import type { EventEmitter } from "node:events";

/**
 * Waits `delayMs` milliseconds and resolves with true, or with false as soon as `response` emits `close`, which clears the timer.
 *
 * A delay of 0 takes no timer. Caveat: a response that has closed already never emits `close` again, so ask it first.
 */
export function pause(delayMs: number, response: EventEmitter): Promise<boolean> {
  if (delayMs <= 0) return Promise.resolve(true);
  return new Promise(function waiting(resolve) {
    const timer = setTimeout(function passed() {
      response.off("close", left);
      resolve(true);
    }, delayMs);
    function left(): void {
      clearTimeout(timer);
      resolve(false);
    }
    response.once("close", left);
  });
}
