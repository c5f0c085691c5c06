// Opens a scope for each request and closes it.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../app-env.ts";
import { openScope } from "../open-scope.ts";
import { handOn } from "./hand-on.ts";
import type { Spans } from "../upstream/call/resources.ts";
import { CallContext } from "../upstream/request/call-context.ts";
import { traceContextOf } from "../upstream/request/trace-context.ts";

export type { AppEnv } from "../app-env.ts";

/**
 * Opens a `Scope` for the request, and puts its `CallContext` at `c.var.call`. The scope closes when the handler has
 * returned and nothing holds it. A streamed answer holds it until the stream ends.
 */
export const scope = createMiddleware<AppEnv>(async function scoped(c, next) {
  const opened = openScope(c.env, {
    clientSignal: c.req.raw.signal,
    trace: traceContextOf(c.req.raw.headers),
    tracing: tracingOf(c),
    waitUntil: (work) => keepAlive(c, work),
  });
  c.set("call", new CallContext(opened));
  // Otherwise a client that resets its connection would end the request at once, and no `finally` would run.
  keepAlive(c, opened.closed);
  const release = opened.hold();
  try {
    await next();
    handOn(c, opened);
  } finally {
    release();
  }
});

/** Returns the runtime's spans, if the request is traced. Entering a span costs time. */
function tracingOf(c: Context): Spans | undefined {
  const tracing = (contextOf(c) as Partial<ExecutionContext> | undefined)?.tracing;
  return tracing?.getActiveSpan()?.isTraced === true ? tracing : undefined;
}

/** Keeps the runtime alive for `work` after the answer. */
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
