// Queues attempts for slots. The platform lets six fetches of a request wait for headers, and hides the queue for
// others. A queue here is visible and can be cancelled, and the upstream's clock does not run in it.
import type { Abortable } from "../../gather/abortable.ts";
import type { Release, Semaphore } from "../../gather/index.ts";
import type { Send } from "../call/fetch.ts";
import type { Stopwatch } from "../call/stopwatch.ts";

/** Fetches of one request that may wait for headers on Cloudflare Workers. */
export const SLOTS = 6;

/** Holds back each attempt until a slot is free. Gives the slot back when headers arrive. */
export function withSlot(next: Send): Send {
  return async function slotted(request, attempt) {
    const { call, stop } = attempt;
    stop.throwIfAborted();
    const { slots } = call.resources;
    const release = slots.tryAcquire() ?? (await slotFor(call, stop, slots));
    attempt.grant();
    try {
      return await next(request, attempt);
    } finally {
      release();
    }
  };
}

/** Waits for one of `slots` until `signal` aborts. Adds the wait to `watch`. */
export async function slotFor(watch: Stopwatch, signal: Abortable, slots: Semaphore): Promise<Release> {
  const queuedAt = performance.now();
  try {
    return await slots.acquire({ signal });
  } finally {
    watch.queuedMs += performance.now() - queuedAt;
  }
}
