// The most that one call of a declared upstream can cost, by its policy alone. Plain data, noted at declaration.
import type { UpstreamPolicy } from "./declare-upstream.ts";
import { MAX_HOPS } from "./layers/redirect.ts";
import { BASE_MS, MOST_MS } from "./layers/retry.ts";
import { RETRIES } from "./request/limits-for.ts";

/** The cost of one call at its worst. */
export interface CallCost {
  /** The upstream's name. */
  readonly upstream: string;
  readonly retries: number;
  /** Milliseconds until the call is hedged; `undefined`: never. */
  readonly hedgeMs: number | undefined;
  /** Calls of the cache: one to look, one to keep the answer. */
  readonly cacheCalls: number;
  /** Requests that one attempt makes if it is redirected as often as a call may be. */
  readonly hops: number;
  /** Milliseconds for one attempt; `undefined`: the default. */
  readonly timeoutMs: number | undefined;
  /** The longest waits between tries together, in milliseconds, unless an upstream asks for more by `Retry-After`. */
  readonly waitMs: number;
}

/** By upstream, and by the schema of its answer; `undefined` for a schema that several upstreams answer with. */
const costs = new WeakMap<object, CallCost | undefined>();

/** Notes the cost of a declared upstream. */
export function noteCost(upstream: { readonly answer: object }, name: string, policy: UpstreamPolicy): void {
  const cost = costBy(name, policy);
  costs.set(upstream, cost);
  costs.set(upstream.answer, costs.has(upstream.answer) ? undefined : cost);
}

/** The cost of a declared upstream, given the upstream or the schema of its answer; `undefined` for anything else. */
export function costOf(upstreamOrAnswer: object): CallCost | undefined {
  return costs.get(upstreamOrAnswer);
}

function costBy(upstream: string, { retries = RETRIES, timeoutMs, hedgeMs, cache }: UpstreamPolicy): CallCost {
  const waits = Array.from({ length: retries }, (_, index) => Math.min(MOST_MS, BASE_MS * 2 ** index));
  const waitMs = waits.reduce((sum, ms) => sum + ms, 0);
  return { upstream, retries, hedgeMs, cacheCalls: cache === undefined ? 0 : 2, hops: 1 + MAX_HOPS, timeoutMs, waitMs };
}
