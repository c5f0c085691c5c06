// The promises of a request for work that no request asked for: a cron, a batch of a queue, work in the background.
import { settingsOf } from "./env.ts";
import { checkMs } from "./gather/check.ts";
import { sleep } from "./gather/index.ts";
import { openScope } from "./open-scope.ts";
import { scopeReport } from "./scope-report.ts";
import type { Call } from "./upstream/call/call.ts";
import { CallContext } from "./upstream/request/call-context.ts";
import { traceContextOf } from "./upstream/request/trace-context.ts";

/** The options of the work. */
export interface ScopeSettings {
  /** Milliseconds from now until all calls have ended. @default DEADLINE_MS of wrangler.toml: 10,000 */
  readonly deadlineMs?: number;
  /** The name of the work in the log. @default "work" */
  readonly name?: string;
}

/** The share of the reserve after which work that ignores its signal is left behind. */
const STRAGGLER_SHARE = 0.7;

/** Milliseconds that calls get to stop, and the cache to keep their answers, when the work is over; between two looks. */
const GRACE_MS = 100;
const STEP_MS = 10;

/**
 * Runs `work` with a `call` of its own, as a request's handler has one: slots, budget, deadline, trace, breakers. When it
 * settles, what it started has stopped, and answers that may be kept are in the cache. What cannot be stopped, such as a
 * KV read under way, is named in the log.
 *
 * @example
 * export default {
 *   async scheduled(_event, env, ctx) {
 *     await withScope(env, ctx, { name: "warm", deadlineMs: 30_000 }, (call) => forecast(call, home));
 *   },
 * } satisfies ExportedHandler<Env>;
 *
 * @throws The error of `work`.
 * @throws {DeadlineError} if `work` ignores its signal past the deadline.
 * @throws {MisconfiguredError} for a wrong variable.
 * @throws {RangeError} for a deadline that no timer can wait.
 */
export async function withScope<T>(
  env: Env,
  ctx: Pick<ExecutionContext, "waitUntil">,
  { deadlineMs, name = "work" }: ScopeSettings,
  work: (call: CallContext) => Promise<T>,
): Promise<T> {
  if (deadlineMs !== undefined) checkMs("deadlineMs", deadlineMs);
  let writes = 0;
  const scope = openScope(env, {
    deadlineMs,
    // There is no client that could leave.
    clientSignal: new AbortController().signal,
    trace: traceContextOf(new Headers()),
    waitUntil: (promise) => {
      writes++;
      ctx.waitUntil(promise.finally(() => writes--));
    },
  });
  const release = scope.hold();
  try {
    return await scope.orEnd(work(new CallContext(scope)), STRAGGLER_SHARE);
  } finally {
    release();
    await settled(() => writes === 0 && scope.unsettled.size === 0 && scope.calls.every((call: Call) => call.ended));
    if (settingsOf(env).LOG_REQUESTS) console.log(JSON.stringify({ work: name, ...scopeReport(scope) }));
  }
}

/** Resolves when `isOver`, or after a while: some work cannot be cancelled, and the cache may hang. */
async function settled(isOver: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isOver() && waitedMs < GRACE_MS; waitedMs += STEP_MS) await sleep(STEP_MS);
}
