// Gives each request its scope, and ends it.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { openScope } from "../open-scope.ts";
import { handOn } from "./hand-on.ts";
import type { Spans } from "../upstream/call/resources.ts";
import { CallContext } from "../upstream/request/call-context.ts";
import { traceContextOf } from "../upstream/request/trace-context.ts";

/** What handlers find in `c.env` and `c.var`. */
export interface AppEnv {
  Bindings: Env;
  Variables: { call: CallContext; key: string | undefined };
}

/**
 * Opens a `Scope` for the request, and puts a `CallContext` of it at `c.var.call`. It closes when the handler has returned and nobody holds it: a handler whose answer streams on holds it
 * until the stream ends.
 */
export const scope = createMiddleware<AppEnv>(async function scoped(c, next) {
  const opened = openScope(c.env, {
    clientSignal: c.req.raw.signal,
    trace: traceContextOf(c.req.raw.headers),
    tracing: tracingOf(c),
    waitUntil: (work) => keepAlive(c, work),
  });
  c.set("call", new CallContext(opened));
  // A client that resets its connection would end the request's context at once, and no `finally` would run.
  keepAlive(c, opened.closed);
  const release = opened.hold();
  try {
    await next();
    handOn(c, opened);
  } finally {
    release();
  }
});

/** The runtime's spans, if somebody traces the request: entering them costs time. */
function tracingOf(c: Context): Spans | undefined {
  const tracing = (contextOf(c) as Partial<ExecutionContext> | undefined)?.tracing;
  return tracing?.getActiveSpan()?.isTraced === true ? tracing : undefined;
}

/** Keeps the runtime's interest in `work` that outlasts the answer. */
export function keepAlive(c: Context, work: Promise<unknown>): void {
  contextOf(c)?.waitUntil(work);
}

function contextOf(c: Context): Context["executionCtx"] | undefined {
  try {
    return c.executionCtx;
  } catch {
    return undefined;
  }
}
