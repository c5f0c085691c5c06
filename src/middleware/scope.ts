// Opens a scope for each request and closes it.
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { settingsOf } from "../env.ts";
import type { Spans } from "../upstream/call/resources.ts";
import { CallContext } from "../upstream/request/call-context.ts";
import { Scope } from "../upstream/request/scope.ts";
import { traceContextOf } from "../upstream/request/trace-context.ts";

/** The types of `c.env` and `c.var` in handlers. */
export interface AppEnv {
  Bindings: Env;
  Variables: { call: CallContext; key: string | undefined };
}

/** Milliseconds of every deadline that are kept for writing the answer. */
const RESERVE_MS = 50;

/** Default milliseconds for one attempt. */
const ATTEMPT_TIMEOUT_MS = 5_000;

/** Bytes of one upstream body, and of all bodies of a request. The 128 MB of an isolate serve many requests at once. */
const MAX_UPSTREAM_BYTES = 1_048_576;
const MAX_TOTAL_BYTES = 16 * MAX_UPSTREAM_BYTES;

/** The breaker. It stays open for at most a minute, so that a recovered upstream is soon called again. */
const BREAKER = { failures: 10, cooldownMs: 5_000, maxCooldownMs: 60_000 };

/** Retries and hedges in an upstream's bucket: enough for short failures, too few to double the load of long ones. */
const EXTRA_ATTEMPTS = 10;

/**
 * Opens a `Scope` for the request, and puts its `CallContext` at `c.var.call`. The scope closes when the handler has
 * returned and nothing holds it. A streamed answer holds it until the stream ends.
 */
export const scope = createMiddleware<AppEnv>(async function scoped(c, next) {
  const { ALLOWED_ORIGINS, ORIGINS, CACHE_UPSTREAMS, SUBREQUESTS, DEADLINE_MS } = settingsOf(c.env);
  const opened = new Scope({
    allowedOrigins: ALLOWED_ORIGINS,
    subrequests: SUBREQUESTS,
    deadlineMs: DEADLINE_MS,
    reserveMs: RESERVE_MS,
    timeoutMs: ATTEMPT_TIMEOUT_MS,
    maxBytes: MAX_UPSTREAM_BYTES,
    maxTotalBytes: MAX_TOTAL_BYTES,
    clientSignal: c.req.raw.signal,
    breaker: BREAKER,
    extraAttempts: EXTRA_ATTEMPTS,
    worker: { env: c.env, origins: ORIGINS, caching: CACHE_UPSTREAMS, waitUntil: (work) => keepAlive(c, work) },
    trace: traceContextOf(c.req.raw.headers),
    tracing: tracingOf(c),
  });
  c.set("call", new CallContext(opened));
  // Otherwise a client that resets its connection would end the request at once, and no `finally` would run.
  keepAlive(c, opened.closed);
  const release = opened.hold();
  try {
    await next();
    opened.handOn(() => c.res.body);
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
