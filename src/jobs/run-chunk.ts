// The seam between jobs and everything else: a chunk's requests, made with a scope of their own as any request of
// this Worker makes its calls.
import { settingsOf } from "../env.ts";
import { gatherSettled, sleep } from "../gather/index.ts";
import { type Result, sizeOf } from "../upstream/call-to-result.ts";
import { retryAfterMs } from "../upstream/layers/retry-after.ts";
import { Scope } from "../upstream/request/scope.ts";
import { traceContextOf } from "../upstream/request/trace-context.ts";
import type { ChunkLine } from "./chunk-line.ts";
import type { Claim } from "./claim.ts";
import type { RunChunk } from "./consume.ts";
import { judge } from "./judge.ts";
import { type JobUpstreams, makeCall } from "./make-call.ts";
import { Reporter } from "./report-as-it-goes.ts";
import { resultLine } from "./result-line.ts";
import { lostResult } from "./unsent-result.ts";

/** Milliseconds that a chunk may take: an invocation for a queue has 15 minutes. What is left then is put off. */
const CHUNK_DEADLINE_MS = 600_000;
const RESERVE_MS = 5_000;

/** Milliseconds of one request that names none. */
const TIMEOUT_MS = 10_000;

/**
 * Bytes of an upstream's body, and of all that a chunk holds together: an isolate's 128 MB serve several chunks at
 * once.
 */
const MAX_BYTES = 1_048_576;
const MAX_TOTAL_BYTES = 16 * MAX_BYTES;

/**
 * When an origin that keeps failing is left alone, and how many retries a declared upstream may spend: as in requests
 * of this Worker.
 */
const BREAKER = { failures: 10, cooldownMs: 5_000, maxCooldownMs: 60_000 };
const EXTRA_ATTEMPTS = 10;

/** Makes the function that runs chunks with the settings of `env`. */
export function chunkRunner(env: Env, upstreams: JobUpstreams, waitUntil: (work: Promise<unknown>) => void): RunChunk {
  const { ALLOWED_ORIGINS, ORIGINS, CACHE_UPSTREAMS, SUBREQUESTS } = settingsOf(env);
  return async function runChunk(claim, send) {
    using reporter = new Reporter(send);
    const scope = new Scope({
      allowedOrigins: ALLOWED_ORIGINS,
      subrequests: SUBREQUESTS,
      deadlineMs: CHUNK_DEADLINE_MS,
      reserveMs: RESERVE_MS,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      maxTotalBytes: MAX_TOTAL_BYTES,
      clientSignal: reporter.signal,
      breaker: BREAKER,
      extraAttempts: EXTRA_ATTEMPTS,
      worker: { env, origins: ORIGINS, caching: CACHE_UPSTREAMS, waitUntil },
      trace: traceContextOf(new Headers()),
    });
    const release = scope.hold();
    const tasks = claim.lines.map((line, position) => async () => {
      if (!(await mayStart(scope, claim, position, reporter)))
        return reporter.putOff({ index: line.index, at: reporter.pausedUntil, tried: false });
      const result = await makeCall(scope, claim, line, upstreams);
      report(claim, line, result, reporter);
      scope.bodies.drop(sizeOf(result));
    });
    try {
      // A stop reaches every call through the scope, and each still says what became of it.
      await gatherSettled(tasks, { concurrency: claim.concurrency, graceMs: Infinity });
    } finally {
      release();
    }
    return await reporter.end();
  };
}

/**
 * Waits for the start that the claim gives to its `position`th line. Resolves to `false` where it is not to start any
 * more.
 */
async function mayStart(scope: Scope, claim: Claim, position: number, reporter: Reporter): Promise<boolean> {
  const waitMs = claim.startAt + position * claim.everyMs - Date.now();
  if (waitMs > 0) await sleep(waitMs, scope).catch(() => undefined);
  return !scope.signal.aborted && reporter.pausedUntil <= Date.now();
}

function report({ once, putOffs }: Claim, line: ChunkLine, result: Result, reporter: Reporter): void {
  const { outcome, status, timing, headers } = result;
  const asked = headers?.["retry-after"];
  const retryMs = typeof asked === "string" ? retryAfterMs(asked, Date.now()) : 0;
  const verdict = judge({ outcome, status, attempts: timing.attempts, retryAfterMs: retryMs }, once, putOffs);
  if (verdict.what === "later") {
    const at = Date.now() + verdict.waitMs;
    reporter.putOff({ index: line.index, at, tried: verdict.tried }, verdict.pauses ? at : 0);
  } else reporter.settle(verdict.what === "lost" ? lostResult(line) : resultLine(line, result));
}
