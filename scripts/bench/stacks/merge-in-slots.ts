// The common part of the stacks: ten parts, six at a time, and the first failure ends the rest.
import pLimit from "p-limit";
import { parts, partUrl } from "../workers/parts.ts";
import { SLOTS } from "./limits.ts";

/** Gets the JSON at `url`. */
export type GetPart = (url: string, signal: AbortSignal) => Promise<unknown>;

/**
 * Merges the ten parts, each by `getPart`. Each request has its own limit: in workerd a promise of one request cannot
 * wake another.
 *
 * Caveat: p-limit gives a slot back when the body is read, not when the headers are there.
 */
export async function mergeInSlots(
  origin: string,
  client: AbortSignal | undefined,
  getPart: GetPart,
): Promise<Record<string, unknown>> {
  const limit = pLimit({ concurrency: SLOTS, rejectOnClear: true });
  const controller = new AbortController();
  const signal = client === undefined ? controller.signal : AbortSignal.any([client, controller.signal]);
  try {
    const merged = await Promise.all(
      parts.map((part) => limit(async () => [part, await getPart(partUrl(origin, part), signal)] as const)),
    );
    return Object.fromEntries(merged);
  } catch (error) {
    limit.clearQueue();
    controller.abort();
    throw error;
  }
}
