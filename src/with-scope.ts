// Gives crons, queue batches and background work the same promises as a request.
import { checkMs } from "./gather/check.ts";
import { sleep } from "./gather/index.ts";
import { openScope } from "./open-scope.ts";
import { scopeReport } from "./scope-report.ts";
import type { Call } from "./upstream/call/call.ts";
import { CallContext } from "./upstream/request/call-context.ts";
import type { Scope } from "./upstream/request/scope.ts";
import { traceContextOf } from "./upstream/request/trace-context.ts";

/** The options of the work. */
export interface ScopeSettings {
  /** Milliseconds from now until all calls have ended. @default DEADLINE_MS of wrangler.toml: 10,000 */
  readonly deadlineMs?: number;
  /** The name of the work in the log. @default "work" */
  readonly name?: string;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
}

/** The share of the reserve after which work that ignores its signal is left behind. */
const STRAGGLER_SHARE = 0.7;

/** Milliseconds that calls get to stop after the work. */
const GRACE_MS = 100;

/**
 * Runs `work` with its own `call`, like the handler of a request: slots, budget, deadline, trace and breakers. When it
 * settles, everything that it started has stopped. The log names calls that cannot be stopped, such as a KV read.
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

/** Resolves when the calls have ended. After a while it stops waiting for those that the platform cannot cancel. */
async function stopped({ calls, unsettled }: Scope): Promise<void> {
  const running = (): boolean => unsettled.size > 0 || calls.some((call: Call) => !call.ended);
  for (let waitedMs = 0; running() && waitedMs < GRACE_MS; waitedMs += GRACE_MS / 10) await sleep(GRACE_MS / 10);
}
