// Decides if and how long caches may keep a merged answer. The strictest policy of its upstreams holds.
import type { Context } from "hono";
import type { AppEnv } from "../middleware/scope.ts";
import { docsOfRequest } from "../openapi/docs.ts";
import type { Call } from "../upstream/call/call.ts";
import { scopeOf } from "../upstream/request/call-context.ts";
import type { EndedPart } from "./ended-part.ts";

const NO_STORE = "no-store";

/** Headers that may identify the caller. The answer may then be for that caller alone. */
const CREDENTIALS = ["Authorization", "Cookie"];

/**
 * Returns the `Cache-Control` of a complete merged answer of `ended` parts: `max-age`, `stale-while-revalidate` and
 * `stale-if-error`, each as the strictest cache policy allows. The age of an upstream's cached answer is taken off its
 * `max-age`.
 *
 * It returns `no-store` for any method but GET and HEAD, and for a route or a request with credentials. It also does so
 * if an upstream without a cache policy was called, if a part called no upstream, if a call failed or its answer was
 * stale, and while `CACHE_UPSTREAMS` is "false".
 */
export function cacheControlOf(c: Context<AppEnv>, ended: Iterable<EndedPart>): string {
  if (!scopeOf(c.var.call).worker.caching || !isPublic(c)) return NO_STORE;
  const parts = [...ended].filter(({ end }) => end !== "not_requested");
  // A part that calls no upstream may return anything: the time, a random number, a value of a binding.
  if (parts.some(({ calls }) => calls.length === 0)) return NO_STORE;
  const calls = [...parts.flatMap((part) => part.calls), ...c.var.call.calls].filter(isNotLoser);
  const policies = calls.map(keepingOf);
  const maxAge = strictest(policies, "maxAge");
  if (maxAge === undefined) return NO_STORE;
  const revalidating = strictest(policies, "staleWhileRevalidate") ?? 0;
  const stale = [
    ...(revalidating > 0 ? [`stale-while-revalidate=${revalidating}`] : []),
    // Without it, Workers Cache serves a stale answer as long as the Worker fails.
    `stale-if-error=${strictest(policies, "staleIfError") ?? 0}`,
  ];
  return [`max-age=${maxAge}`, ...stale].join(", ");
}

function isPublic(c: Context<AppEnv>): boolean {
  const { method, headers } = c.req.raw;
  if (method !== "GET" && method !== "HEAD") return false;
  if (c.var.key !== undefined || CREDENTIALS.some((name) => headers.has(name))) return false;
  return !docsOfRequest(c).some(({ keyed }) => keyed);
}

/** Returns false for a call that was cancelled because another one won. */
function isNotLoser({ outcome }: Call): boolean {
  return outcome !== "cancelled";
}

/** Returns the seconds for which the answer of one call may be kept. */
interface Keeping {
  readonly maxAge: number;
  readonly staleWhileRevalidate: number;
  readonly staleIfError: number;
}

function keepingOf({ outcome, cachePolicy, cached }: Call): Keeping | undefined {
  if (outcome !== "ok" || cachePolicy === undefined) return undefined;
  const { freshS, staleWhileRevalidateS = 0, staleIfErrorS = 0 } = cachePolicy;
  return {
    maxAge: Math.max(0, freshS - (cached?.ageS ?? 0)),
    staleWhileRevalidate: staleWhileRevalidateS,
    staleIfError: staleIfErrorS,
  };
}

/** Returns the smallest value, or `undefined` if a call allows nothing, or if there was no call. */
function strictest(policies: readonly (Keeping | undefined)[], name: keyof Keeping): number | undefined {
  const seconds = policies.map((policy) => policy?.[name]);
  if (seconds.length === 0 || seconds.includes(undefined)) return undefined;
  return Math.min(...seconds.filter((value) => value !== undefined));
}
