// One request of a job, as a call of this Worker: to a URL, or to a declared upstream. Part of the seam that
// run-chunk.ts is.
import type * as z from "zod";
import { mayChangeNumbers, parseKeepingNumbers } from "../streams/kept-numbers.ts";
import { CallContext } from "../upstream/request/call-context.ts";
import type { Upstream } from "../upstream/declare-upstream.ts";
import { type Reason, UpstreamError } from "../upstream/call/outcome.ts";
import { callToResult, type Result } from "../upstream/call-to-result.ts";
import type { Scope } from "../upstream/request/scope.ts";
import type { ChunkLine } from "./chunk-line.ts";
import type { Claim } from "./claim.ts";

/** Declared upstreams that requests of jobs may name. Each checks its own input: what was uploaded is what it gets. */
export type JobUpstreams = Readonly<Record<string, JobUpstream>>;
type JobUpstream = Upstream<never, z.ZodType>;

/** A request as it was uploaded: `upstream` and `input`, or a URL. */
interface StoredRequest {
  readonly upstream?: string;
  readonly input?: unknown;
  readonly url: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

/**
 * Makes the call and resolves to its result, however it ends. A request that cannot be made, such as one with an
 * invalid header, is `blocked`.
 *
 * @throws what is a mistake in the code: the request ends as `lost`.
 */
export async function makeCall(scope: Scope, claim: Claim, line: ChunkLine, upstreams: JobUpstreams): Promise<Result> {
  try {
    return await callFor(scope, claim, line, upstreams);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    return blocked("bad_request", `it cannot be sent: ${error.message}`);
  }
}

async function callFor(scope: Scope, claim: Claim, line: ChunkLine, upstreams: JobUpstreams): Promise<Result> {
  const request = parseRequest(line.json);
  if (request.upstream === undefined) return callUrl(scope, claim, line.index, request);
  const upstream = Object.hasOwn(upstreams, request.upstream) ? upstreams[request.upstream] : undefined;
  if (upstream !== undefined) return callDeclared(scope, upstream, request.input as never);
  return blocked("unknown_upstream", `upstream ${JSON.stringify(request.upstream)} is not one that jobs may call`);
}

function blocked(reason: Reason, message: string): Result {
  const timing = { startMs: 0, queuedMs: 0, ttfbMs: null, bodyMs: null, totalMs: 0, attempts: 0, hedged: false };
  return { outcome: "blocked", reason, message, timing };
}

function callUrl(scope: Scope, { job, maxBodyBytes }: Claim, index: number, request: StoredRequest): Promise<Result> {
  const { url, method, headers: given, body, timeoutMs } = request;
  const headers = new Headers(given);
  // The same for every attempt at this request, whichever consumer makes it: the upstream can tell a repetition.
  if (!headers.has("Idempotency-Key")) headers.set("Idempotency-Key", `${job}/${index}`);
  const isJson = body !== undefined && typeof body !== "string";
  if (isJson && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  return callToResult(scope, url, {
    upstream: String(index),
    ...(method !== undefined && { method }),
    headers,
    body: isJson ? JSON.stringify(body) : (body ?? null),
    timeoutMs,
    maxBytes: maxBodyBytes,
    // A job that fails opens no breaker for anybody else.
    caller: `job ${job}`,
    // The ledger tries again: it knows of all consumers, and outlives this one.
    retries: 0,
  });
}

async function callDeclared(scope: Scope, upstream: JobUpstream, input: never): Promise<Result> {
  const call = new CallContext(scope);
  const timing = () => {
    const [made] = call.calls;
    if (made === undefined) throw new Error("the upstream noted no call");
    return made.timing();
  };
  try {
    const body = await upstream(call, input);
    return { outcome: "ok", body, timing: timing() };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { outcome, reason, message, status } = error;
    return { outcome, ...(status !== undefined && { status }), reason, message, timing: timing() };
  }
}

/** The request, its body's numbers as they were written. */
function parseRequest(json: string): StoredRequest {
  const request = JSON.parse(json) as StoredRequest;
  if (request.body === undefined || !mayChangeNumbers(json)) return request;
  const { body } = parseKeepingNumbers(json) as StoredRequest;
  return { ...request, body };
}
