// Runs the caller's own code on the results, in a child isolate.
import type { Context } from "hono";
import { callerOf } from "../../access/caller-of.ts";
import { faulty } from "../../problems/field-problem.ts";
import type { CoreKind } from "../../problems/kinds.ts";
import type { Problem } from "../../problems/problem.ts";
import type { AppEnv } from "../../middleware/scope.ts";
import { MAX_ANSWER_BYTES } from "../../upstream/body/answer-room.ts";
import { ExecutorError, type ExecutorFailure } from "../../process/executor-error.ts";
import { runInExecutor } from "../../process/run-in-executor.ts";
import { scopeOf } from "../../upstream/request/call-context.ts";

/** Milliseconds that are kept for the transform when upstreams use up their time. */
export const TRANSFORM_RESERVE_MS = 500;

/** Milliseconds for a transform, within the rest of the deadline. */
const MAX_TRANSFORM_MS = 5_000;

/** Milliseconds of CPU time. Only the edge enforces it: locally, an endless loop stops the Worker and its timers. */
const TRANSFORM_CPU_MS = 500;

/** Bytes of the transform's answer. Its input is the answer that a client would get. */
const MAX_OUTPUT_BYTES = 4_194_304;

const kinds: Readonly<Record<ExecutorFailure, CoreKind>> = {
  cannot_load: "transform-invalid",
  too_many_runs: "rate-limited",
  threw: "transform-failed",
  no_json: "transform-bad-answer",
  too_much_input: "transform-failed",
  too_much_output: "transform-bad-answer",
  timed_out: "transform-timeout",
  killed: "transform-failed",
  lost: "transform-failed",
};

/** A request's transform. Call it with the answer. */
export type Transform = (answer: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * Returns the transform with this source. It is called once, after the upstreams, and rejects with a `Problem`. Runs of
 * one caller with one source may share an isolate and its module state. Two callers never share one.
 *
 * @throws {Problem} 422 if the Worker has no binding to load isolates.
 *
 * Caveat: Cloudflare bills each source of each caller once a day. The holder of a key can cause as many charges as the
 * rate limit allows requests.
 */
export function transformOf(c: Context<AppEnv>, source: string): Transform {
  // The types know the binding only if wrangler.toml has it.
  const { LOADER: loader } = c.env as { readonly LOADER?: WorkerLoader };
  if (loader === undefined) {
    const how = 'add [[worker_loaders]] with binding = "LOADER" to wrangler.toml, which needs a paid plan';
    throw failed("transform-unavailable", `needs child isolates, which this Worker does not have: ${how}`);
  }
  const scope = scopeOf(c.var.call);
  return async function transform(answer) {
    const timeoutMs = Math.min(MAX_TRANSFORM_MS, scope.answerInMs);
    if (timeoutMs <= 0) throw failed("transform-timeout", "was not run: no time is left");
    const { signal } = c.req.raw;
    try {
      return await runInExecutor(loader, source, [answer], {
        tenant: await callerOf(c),
        // The scope's signal tells upstreams when to stop, and may have aborted already.
        signal,
        timeoutMs,
        cpuMs: TRANSFORM_CPU_MS,
        maxStdinBytes: MAX_ANSWER_BYTES,
        maxStdoutBytes: MAX_OUTPUT_BYTES,
      });
    } catch (error) {
      if (signal.aborted) throw failed("transform-failed", "was killed: the client has left");
      if (!(error instanceof ExecutorError)) throw error;
      throw failed(kinds[error.kind], error.message.replace(/^the function /, ""));
    }
  };
}

function failed(kind: CoreKind, message: string): Problem {
  return faulty(kind, "transform", message, { "Gather-Complete": "false" });
}
