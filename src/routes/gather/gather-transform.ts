// What a caller's own code makes of the results, in a child isolate.
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

/** Milliseconds that are kept back from the upstreams, so that there is time for a transform when they have used up theirs. */
export const TRANSFORM_RESERVE_MS = 500;

/** Milliseconds that a transform may take, within what is left of the deadline. */
const MAX_TRANSFORM_MS = 5_000;

/** Milliseconds that it may compute. Enforced on the edge alone: locally an endless loop stops the Worker, and with it the clocks above. */
const TRANSFORM_CPU_MS = 500;

/** Bytes that it may answer. It is given what a client would be. */
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

/** A request's transform, ready to be called with what it is to transform. */
export type Transform = (answer: Readonly<Record<string, unknown>>) => Promise<unknown>;

/**
 * The transform with this source. It is called once, after the upstreams; what it rejects with is a `Problem` that names it. Runs of one caller
 * and source may share an isolate, and with it what the module keeps; two callers never do.
 *
 * @throws `Problem` 422 where the Worker has no binding to load isolates with.
 *
 * Caveat: Cloudflare bills each source of each caller once a day. Whoever holds a key can cause as many charges as the rate limit lets requests pass.
 */
export function transformOf(c: Context<AppEnv>, source: string): Transform {
  // Types know of the binding only where wrangler.toml has it.
  const { LOADER: loader } = c.env as { readonly LOADER?: WorkerLoader };
  if (loader === undefined) {
    const how = 'add [[worker_loaders]] with binding = "LOADER" to wrangler.toml, which needs a paid plan';
    throw failed("transform-unavailable", `needs child isolates, and this Worker has none: ${how}`);
  }
  const scope = scopeOf(c.var.call);
  return async function transform(answer) {
    const timeoutMs = Math.min(MAX_TRANSFORM_MS, scope.answerInMs);
    if (timeoutMs <= 0) throw failed("transform-timeout", "was not run: no time is left");
    const { signal } = c.req.raw;
    try {
      return await runInExecutor(loader, source, [answer], {
        tenant: await callerOf(c),
        // The scope's signal says when upstreams must stop, and may have done so.
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
