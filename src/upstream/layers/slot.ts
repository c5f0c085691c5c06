// The platform lets six fetches of a request wait for headers and queues the seventh unseen. Queueing here instead makes the wait
// visible, cancellable and no part of the upstream's clock.
import type { Release, Semaphore } from "../../gather/index.ts";
import type { Call, Fetch } from "../call/fetch.ts";

/** How many fetches of one request may wait for headers on Cloudflare Workers. */
export const SLOTS = 6;

/** Holds back each request until one of the slots is free; gives the slot back when headers arrive. */
export function withSlot(next: Fetch, slots: Semaphore): Fetch {
  return async function slotted(request, call) {
    const release = await slotFor(call, slots);
    call.granted?.();
    try {
      return await next(request, call);
    } finally {
      release();
    }
  };
}

/** Waits for one of `slots` until the call's signal aborts, and adds the wait to its trace. */
export async function slotFor({ signal, trace }: Pick<Call, "signal" | "trace">, slots: Semaphore): Promise<Release> {
  const queuedAt = performance.now();
  try {
    return await slots.acquire({ signal });
  } finally {
    trace.queuedMs += performance.now() - queuedAt;
  }
}
