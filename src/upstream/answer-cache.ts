// Answers of declared upstreams, kept in the data centre's cache: used while fresh, and a while longer for when the upstream fails.
import { sha256 } from "hono/utils/crypto";
import type { Abortable } from "../gather/abortable.ts";
import type { Reply } from "./request/call-init.ts";
import type { Cached } from "./call/call.ts";
import { orAborted } from "../streams/or-aborted.ts";
import { isTime, UpstreamError } from "./call/outcome.ts";
import type { Scope } from "./request/scope.ts";

/** How long an upstream's answers may stand in for it. */
export interface CachePolicy {
  /** Seconds for which an answer is used instead of asking again. */
  readonly freshS: number;
  /** Seconds after these for which it is used if the upstream fails: network, time, 5xx or open breaker. @default 0 */
  readonly staleIfErrorS?: number;
}

/** An answer, where it came from if not from the upstream, and how that failed if it did. */
export interface Found<Data> {
  readonly data: Data;
  readonly cached?: Cached;
  readonly failure?: UpstreamError;
}

/** A question to an upstream, in a request's scope. */
interface Question<Data> {
  readonly scope: Scope;
  /** Who is asked. */
  readonly upstream: string;
  /** What is asked, headers included. */
  readonly id: string;
  readonly signal: Abortable;
  readonly ask: () => Promise<Reply>;
  /** Makes data of a reply. @throws `UpstreamError` for one that is not worth keeping. */
  readonly read: (reply: Reply) => Promise<Data>;
}

const CACHE = "upstreams";
const KEPT_AT = "X-Kept-At";

/**
 * Answers with what was kept while that is fresh, else asks and keeps the answer. If the upstream fails (network, time,
 * 5xx or open breaker), answers with what is stale. Only what `read` accepts is kept, with status 200, when the request
 * is over. A cache that fails, or hangs, has nothing and keeps nothing. Its calls are on the request's budget; looking
 * takes a slot.
 *
 * @throws what `ask` and `read` throw, where nothing was kept; and always when the answer is not wanted any more.
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
    // The last one is the upstream's.
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
    // What was kept under another version of the declaration may be nothing to this one.
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
      // It will be asked again.
    }
  }
}

/** @throws `RangeError` for seconds that the cache could not count. */
export function checkCachePolicy({ freshS, staleIfErrorS = 0 }: CachePolicy): void {
  for (const [name, seconds] of Object.entries({ freshS, staleIfErrorS })) {
    if (!Number.isSafeInteger(seconds) || seconds < 0)
      throw new RangeError(`${name} must be a whole number of seconds, not ${seconds}`);
  }
}

/** A digest: no header is left lying in the cache. */
async function keyOf(upstream: string, id: string): Promise<string> {
  return `https://kept.invalid/${await sha256(JSON.stringify([upstream, id]))}`;
}

/** Whether the upstream failed, by network, time or status. A 4xx is an answer, so the kept one is out of date. */
function excusesStale({ outcome, status = 0 }: UpstreamError): boolean {
  return (
    outcome === "network" ||
    isTime(outcome) ||
    outcome === "breaker_open" ||
    (outcome === "http_error" && status >= 500)
  );
}
