// The promises of a request for work that no request asked for: a cron, a batch of a queue, work in the background.
import { checkMs } from "./gather/check.ts";
import { sleep } from "./gather/index.ts";
import { openScope } from "./open-scope.ts";
import { scopeReport } from "./scope-report.ts";
import type { Call } from "./upstream/call/call.ts";
import { CallContext } from "./upstream/request/call-context.ts";
import type { Scope } from "./upstream/request/scope.ts";
import { traceContextOf } from "./upstream/request/trace-context.ts";

/** How long the work may take, and what it is called. */
export interface ScopeSettings {
  /** Milliseconds from now until all calls have ended. @default DEADLINE_MS of wrangler.toml: 10,000 */
  readonly deadlineMs?: number;
  /** The name of the work in the log. @default "work" */
  readonly name?: string;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
}

/** How long work that ignores its signal is waited for, as a share of the time kept for the end. */
const STRAGGLER_SHARE = 0.7;

/** Milliseconds that calls get to stop when the work is over. */
const GRACE_MS = 100;

/**
 * Runs `work` with a `call` of its own, as a request's handler has one: slots, budget, deadline, trace, breakers. When it
 * settles, what it started has stopped. What cannot be stopped, such as a KV read under way, is named in the log.
 *
 * ```ts
 * export default {
 *   async scheduled(_event, env, ctx) {
 *     await withScope(env, ctx, { name: "warm", deadlineMs: 30_000 }, (call) => forecast(call, home));
 *   },
 * } satisfies ExportedHandler<Env>;
 * ```
 *
 * @throws what `work` rejects with; a `DeadlineError` if it ignores its signal past the deadline; `MisconfiguredError`;
 * `RangeError` for a deadline that no timer can wait.
 */
export async function withScope<T>(
  env: Env,
  ctx: Pick<ExecutionContext, "waitUntil">,
  { deadlineMs, name = "work", signal = new AbortController().signal }: ScopeSettings,
  work: (call: CallContext) => Promise<T>,
): Promise<T> {
  if (deadlineMs !== undefined) checkMs("deadlineMs", deadlineMs);
  const scope = openScope(env, {
    deadlineMs,
    clientSignal: signal,
    trace: traceContextOf(new Headers()),
    waitUntil: (promise) => ctx.waitUntil(promise),
  });
  const release = scope.hold();
  try {
    return await scope.orEnd(work(new CallContext(scope)), STRAGGLER_SHARE);
  } finally {
    release();
    await stopped(scope);
    console.log(JSON.stringify({ work: name, ...scopeReport(scope) }));
  }
}

/** Resolves when the calls have ended, or after a while without those that the platform cannot cancel. */
async function stopped({ calls, unsettled }: Scope): Promise<void> {
  const running = (): boolean => unsettled.size > 0 || calls.some((call: Call) => !call.ended);
  for (let waitedMs = 0; running() && waitedMs < GRACE_MS; waitedMs += GRACE_MS / 10) await sleep(GRACE_MS / 10);
}
