// The seam between jobs and everything else: a chunk's requests, made with a scope of their own as any request of this Worker makes its calls.
import { settingsOf } from "../env.ts";
import { gatherSettled, sleep } from "../gather/index.ts";
import { perform, type Result, sizeOf } from "../upstream/perform.ts";
import { retryAfterMs } from "../upstream/retry-after.ts";
import { Scope } from "../upstream/scope.ts";
import { traceContextOf } from "../upstream/trace-context.ts";
import type { ChunkLine } from "./chunk-line.ts";
import type { RunChunk } from "./consume.ts";
import type { Claim } from "./claim.ts";
import { judge } from "./judge.ts";
import { Reporter } from "./report-as-it-goes.ts";
import { lostResult } from "./unsent-result.ts";

/** Milliseconds that a chunk may take: an invocation for a queue has 15 minutes. What is left then is put off. */
const CHUNK_DEADLINE_MS = 600_000;
const RESERVE_MS = 5_000;

/** Milliseconds of one request that names none. */
const TIMEOUT_MS = 10_000;

/** Bytes that the bodies of a chunk may have together: six at a time, each handed on and let go. */
const MAX_TOTAL_BYTES = 16_777_216;

/** Characters that a result may have, its headers included: an isolate runs several chunks, and a row holds several results. */
const MAX_RESULT_LENGTH = 524_288;

/** When an origin that keeps failing is left alone. */
const BREAKER = { failures: 10, cooldownMs: 5_000 };

/** A request as it was uploaded. */
interface JobRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  readonly key?: string;
}

/** Makes the function that runs chunks with the settings of `env`. */
export function chunkRunner(env: Env, waitUntil: (work: Promise<unknown>) => void): RunChunk {
  const { ALLOWED_ORIGINS, ORIGINS, CACHE_UPSTREAMS, SUBREQUESTS } = settingsOf(env);
  return async function runChunk(claim, send) {
    using reporter = new Reporter(send);
    const scope = new Scope({
      allowedOrigins: ALLOWED_ORIGINS,
      subrequests: SUBREQUESTS,
      deadlineMs: CHUNK_DEADLINE_MS,
      reserveMs: RESERVE_MS,
      timeoutMs: TIMEOUT_MS,
      maxBytes: claim.maxBodyBytes,
      maxTotalBytes: MAX_TOTAL_BYTES,
      clientSignal: reporter.signal,
      breaker: BREAKER,
      surroundings: { env, origins: ORIGINS, caching: CACHE_UPSTREAMS, waitUntil },
      trace: traceContextOf(new Headers()),
    });
    const release = scope.hold();
    const tasks = claim.lines.map((line, position) => () => runLine(scope, claim, line, position, reporter));
    try {
      // A stop reaches every call through the scope; calls that never began are in no report, and the ledger keeps them.
      await gatherSettled(tasks, { concurrency: claim.concurrency, graceMs: Infinity });
    } finally {
      release();
    }
    return await reporter.end();
  };
}

async function runLine(
  scope: Scope,
  claim: Claim,
  line: ChunkLine,
  position: number,
  reporter: Reporter,
): Promise<void> {
  const { startAt, everyMs, once, putOffs } = claim;
  const { index } = line;
  await sleep(Math.max(0, startAt + position * everyMs - Date.now()), scope).catch(() => undefined);
  if (reporter.pausedUntil > Date.now() || scope.signal.aborted)
    return reporter.putOff({ index, at: reporter.pausedUntil, tried: false });
  const result = await make(scope, claim, line);
  const asked = retryAfterMs(headerOf(result, "retry-after"), Date.now());
  const { outcome, status, timing } = result;
  const verdict = judge({ outcome, status, attempts: timing.attempts, retryAfterMs: asked }, once, putOffs);
  if (verdict.what === "later") {
    const at = Date.now() + verdict.waitMs;
    reporter.putOff({ index, at, tried: verdict.tried }, verdict.pauses ? at : 0);
  } else reporter.settle(verdict.what === "lost" ? lostResult(line) : settled(line, result));
  scope.giveBack(sizeOf(result));
}

function make(scope: Scope, { job }: Claim, { index, json }: ChunkLine): Promise<Result> {
  const { url, method, headers: given, body, timeoutMs } = JSON.parse(json) as JobRequest;
  const headers = new Headers(given);
  // The same for every attempt at this request, whichever consumer makes it: the upstream can tell a repetition.
  if (!headers.has("Idempotency-Key")) headers.set("Idempotency-Key", `${job}/${index}`);
  if (body !== undefined && typeof body !== "string" && !headers.has("Content-Type"))
    headers.set("Content-Type", "application/json");
  return perform(scope, url, {
    upstream: String(index),
    ...(method !== undefined && { method }),
    headers,
    body: body === undefined || typeof body === "string" ? (body ?? null) : JSON.stringify(body),
    timeoutMs,
    // The ledger tries again: it knows of all consumers, and outlives this one.
    retries: 0,
  });
}

function settled({ index, json }: ChunkLine, result: Result) {
  const { key } = JSON.parse(json) as JobRequest;
  const { outcome, status, timing } = result;
  const line = JSON.stringify({ index, key, ...result });
  if (line.length <= MAX_RESULT_LENGTH) return { index, outcome, line };
  const message = `the result has more than the ${MAX_RESULT_LENGTH} characters that it may have`;
  return {
    index,
    outcome: "too_large",
    line: JSON.stringify({ index, key, outcome: "too_large", status, message, timing }),
  };
}

function headerOf({ headers }: Result, name: string): string | null {
  const value = headers?.[name];
  return typeof value === "string" ? value : null;
}
