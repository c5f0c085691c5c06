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
  /** Times that the request is sent with a token: twice, if the first is refused. The issuer's call is not counted. */
  readonly sends: number;
  /** Milliseconds until the call is hedged; `undefined`: never. */
  readonly hedgeMs: number | undefined;
  /** Cache calls: one to look up, one to keep the answer. */
  readonly cacheCalls: number;
  /** Requests of one attempt with the most redirects. */
  readonly hops: number;
  /** Whether a call waits in one of the slots. */
  readonly slot: boolean;
  /** Milliseconds for one attempt; `undefined`: the default. */
  readonly timeoutMs: number | undefined;
  /** All waits between tries together at their longest, in milliseconds, without `Retry-After`. */
  readonly waitMs: number;
}

/** Costs by upstream and by the schema of its answer. `undefined` for a schema of several upstreams. */
const costs = new WeakMap<object, CallCost | undefined>();

/** Notes the cost of a declared upstream. */
export function noteCost(
  upstream: { readonly answer: object },
  name: string,
  policy: UpstreamPolicy,
  place: { readonly origins: number; readonly sends: number },
): void {
  note(upstream, costBy(name, policy, place));
}

/** Notes that a call of `upstream` costs what one of `other` does. */
export function noteSameCost(upstream: { readonly answer: object }, other: object): void {
  const cost = costOf(other);
  if (cost !== undefined) note(upstream, cost);
}

/** Notes the cost of a declared binding: one lookup. */
export function noteBindingCost(
  upstream: { readonly answer: object },
  name: string,
  { slot, timeoutMs }: { readonly slot: boolean; readonly timeoutMs: number | undefined },
): void {
  note(upstream, {
    upstream: name,
    retries: 0,
    sends: 1,
    hedgeMs: undefined,
    cacheCalls: 0,
    hops: 1,
    slot,
    timeoutMs,
    waitMs: 0,
  });
}

function note(upstream: { readonly answer: object }, cost: CallCost): void {
  costs.set(upstream, cost);
  costs.set(upstream.answer, costs.has(upstream.answer) ? undefined : cost);
}

/** Returns the cost of a declared upstream, by the upstream or by its answer schema. `undefined` for anything else. */
export function costOf(upstreamOrAnswer: object): CallCost | undefined {
  return costs.get(upstreamOrAnswer);
}

function costBy(
  upstream: string,
  { retries = RETRIES, timeoutMs, hedgeMs, cache }: UpstreamPolicy,
  { origins, sends }: { readonly origins: number; readonly sends: number },
): CallCost {
  const waits = Array.from({ length: retries }, (_, index) => Math.min(MOST_MS, BASE_MS * 2 ** index));
  // The first try at each further origin does not wait.
  const waitMs = waits.slice(origins - 1).reduce((sum, ms) => sum + ms, 0);
  const cacheCalls = cache === undefined ? 0 : 2;
  return { upstream, retries, sends, hedgeMs, cacheCalls, hops: 1 + MAX_HOPS, slot: true, timeoutMs, waitMs };
}
