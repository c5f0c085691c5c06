// Keeps answers of declared upstreams in the data centre's cache. They are used while fresh, and later if the upstream
// fails.
import { sha256 } from "hono/utils/crypto";
import type { CachePolicy } from "./call/cache-policy.ts";
import type { Abortable } from "../gather/abortable.ts";
import type { Reply } from "./request/call-init.ts";
import type { Cached } from "./call/call.ts";
import { orAborted } from "../streams/or-aborted.ts";
import { isTime, UpstreamError } from "./call/outcome.ts";
import type { Scope } from "./request/scope.ts";

/** Parsed data, its cache state and, if stale, the upstream's error. */
export interface Found<Data> {
  readonly data: Data;
  readonly cached?: Cached;
  readonly failure?: UpstreamError;
}

/** A request to an upstream, in a request's scope. */
interface Question<Data> {
  readonly scope: Scope;
  /** The name of the upstream. */
  readonly upstream: string;
  /** The identity of the request, headers included. */
  readonly id: string;
  readonly signal: Abortable;
  readonly ask: () => Promise<Reply>;
  /** Turns a reply into data. @throws {UpstreamError} for a reply that must not be kept. */
  readonly read: (reply: Reply) => Promise<Data>;
}

const CACHE = "upstreams";
const KEPT_AT = "X-Kept-At";

/**
 * Returns the kept answer while it is fresh. Otherwise it asks, and keeps the new answer. If the upstream fails
 * (network, time, 5xx or open breaker), it returns the stale answer.
 *
 * It keeps only answers with status 200 that `read` accepts, at the end of the request. A cache that fails or hangs
 * counts as empty. Cache calls spend the request's budget, and looking up takes a slot.
 *
 * @throws The error of `ask` or `read`, if there is no usable answer, and always after `signal` has aborted.
 */
export async function throughCache<Data>(question: Question<Data>, policy: CachePolicy): Promise<Found<Data>> {
  const { scope, upstream, id, signal, ask, read } = question;
  const { freshS, staleIfErrorS = 0 } = policy;
  const key = await keyOf(upstream, id);
  const kept = await find();
  if (kept !== undefined && kept.ageS < freshS) return { data: kept.data, cached: { state: "hit", ageS: kept.ageS } };
  try {
    const reply = await ask();
    const data = await read(reply);
    if (reply.status === 200 && mayCall()) scope.worker.waitUntil(scope.closed.then(() => keep(reply)));
    return { data };
  } catch (error) {
    const usable = kept !== undefined && kept.ageS < freshS + staleIfErrorS;
    if (!usable || !(error instanceof UpstreamError) || !excusesStale(error)) throw error;
    const cached = { state: "stale", ageS: kept.ageS, why: error.message } as const;
    return { data: kept.data, cached, failure: error };
  }

  function mayCall(): boolean {
    // The last subrequest is for the upstream.
    if (scope.budget.left <= 1) return false;
    scope.budget.cacheCalls++;
    return true;
  }

  async function find(): Promise<{ data: Data; ageS: number } | undefined> {
    if (!mayCall()) return undefined;
    try {
      return await orAborted(lookUp(), signal);
    } catch {
      return undefined;
    }
  }

  async function lookUp(): Promise<{ data: Data; ageS: number } | undefined> {
    using _slot = await scope.slots.acquire({ signal });
    const response = await (await caches.open(CACHE)).match(key);
    if (response === undefined) return undefined;
    const { status, headers } = response;
    const ageMs = Date.now() - Number(headers.get(KEPT_AT));
    // An answer of an older declaration may not fit this one.
    const data = await read({ status, headers, bytes: new Uint8Array(await response.arrayBuffer()) });
    return { data, ageS: Math.max(0, Math.floor(ageMs / 1_000)) };
  }

  async function keep({ status, headers, bytes }: Reply): Promise<void> {
    const described = new Headers({
      "Cache-Control": `max-age=${freshS + staleIfErrorS}`,
      [KEPT_AT]: String(Date.now()),
    });
    const type = headers.get("Content-Type");
    if (type !== null) described.set("Content-Type", type);
    try {
      await (await caches.open(CACHE)).put(key, new Response(bytes, { status, headers: described }));
    } catch {
      // Not kept. The next request asks again.
    }
  }
}

/** Returns a digest, so that no header is stored in the cache. */
async function keyOf(upstream: string, id: string): Promise<string> {
  return `https://kept.invalid/${await sha256(JSON.stringify([upstream, id]))}`;
}

/** Returns true for a failure by network, time or status. A 4xx is an answer: the kept one is out of date. */
function excusesStale({ outcome, status = 0 }: UpstreamError): boolean {
  return (
    outcome === "network" ||
    isTime(outcome) ||
    outcome === "breaker_open" ||
    (outcome === "http_error" && status >= 500)
  );
}
