// The worst-case cost of one call of a declared upstream, from its policy. Plain data, stored at the declaration.
import type { UpstreamPolicy } from "./declare-upstream.ts";
import { MAX_HOPS } from "./layers/redirect.ts";
import { BASE_MS, MOST_MS } from "./layers/retry.ts";
import { RETRIES } from "./request/limits-for.ts";

/** The worst-case cost of one call. */
export interface CallCost {
  /** The upstream's name. */
  readonly upstream: string;
  readonly retries: number;
  /** Milliseconds until a hedge. `undefined`: never. */
  readonly hedgeMs: number | undefined;
  /** Cache calls: one to look up, one to keep the answer. */
  readonly cacheCalls: number;
  /** Requests of one attempt with the most redirects. */
  readonly hops: number;
  /** Milliseconds for one attempt. `undefined`: the default. */
  readonly timeoutMs: number | undefined;
  /** All waits between tries together at their longest, in milliseconds, without `Retry-After`. */
  readonly waitMs: number;
}

/** Costs by upstream and by the schema of its answer. `undefined` for a schema of several upstreams. */
const costs = new WeakMap<object, CallCost | undefined>();

/** Stores the cost of a declared upstream. */
export function noteCost(upstream: { readonly answer: object }, name: string, policy: UpstreamPolicy): void {
  const cost = costBy(name, policy);
  costs.set(upstream, cost);
  costs.set(upstream.answer, costs.has(upstream.answer) ? undefined : cost);
}

/** Returns the cost of a declared upstream, by the upstream or by its answer schema. `undefined` for anything else. */
export function costOf(upstreamOrAnswer: object): CallCost | undefined {
  return costs.get(upstreamOrAnswer);
}

function costBy(upstream: string, { retries = RETRIES, timeoutMs, hedgeMs, cache }: UpstreamPolicy): CallCost {
  const waits = Array.from({ length: retries }, (_, index) => Math.min(MOST_MS, BASE_MS * 2 ** index));
  const waitMs = waits.reduce((sum, ms) => sum + ms, 0);
  return { upstream, retries, hedgeMs, cacheCalls: cache === undefined ? 0 : 2, hops: 1 + MAX_HOPS, timeoutMs, waitMs };
}
