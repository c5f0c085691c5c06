// The seam between jobs and everything else: a chunk's requests, made with a scope of their own as any request of
// this Worker makes its calls.
import { openScope } from "../open-scope.ts";
import { gatherSettled, sleep } from "../gather/index.ts";
import { type Result, sizeOf } from "../upstream/call-to-result.ts";
import { retryAfterMs } from "../upstream/layers/retry-after.ts";
import type { Scope } from "../upstream/request/scope.ts";
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

/** Makes the function that runs chunks with the settings of `env`. */
export function chunkRunner(env: Env, upstreams: JobUpstreams, waitUntil: (work: Promise<unknown>) => void): RunChunk {
  return async function runChunk(claim, send) {
    using reporter = new Reporter(send);
    const scope = openScope(env, {
      deadlineMs: CHUNK_DEADLINE_MS,
      reserveMs: RESERVE_MS,
      timeoutMs: TIMEOUT_MS,
      clientSignal: reporter.signal,
      waitUntil,
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
