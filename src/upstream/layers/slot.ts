// The platform lets six fetches of a request wait for headers and queues the seventh unseen. Queueing here instead makes the
// wait visible, cancellable and no part of the upstream's clock.
import type { Abortable } from "../../gather/abortable.ts";
import type { Release, Semaphore } from "../../gather/index.ts";
import type { Send } from "../call/fetch.ts";
import type { Stopwatch } from "../call/stopwatch.ts";

/** How many fetches of one request may wait for headers on Cloudflare Workers. */
export const SLOTS = 6;

/** Holds back each attempt until one of the slots is free; gives the slot back when headers arrive. */
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

/** Waits for one of `slots` until `signal` aborts, and adds the wait to `watch`. */
export async function slotFor(watch: Stopwatch, signal: Abortable, slots: Semaphore): Promise<Release> {
  const queuedAt = performance.now();
  try {
    return await slots.acquire({ signal });
  } finally {
    watch.queuedMs += performance.now() - queuedAt;
  }
}
