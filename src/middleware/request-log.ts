// Reports each request: `Server-Timing` for the client, one line for the log. No secrets, bodies or queries.
import { createMiddleware } from "hono/factory";
import { settingsOf } from "../env.ts";
import { scopeReport } from "../scope-report.ts";
import type { Scope } from "../upstream/request/scope.ts";
import type { AppEnv } from "./scope.ts";
import { scopeOf } from "../upstream/request/call-context.ts";

/** Calls in the header. Proxies limit its length. */
const MAX_TIMED = 50;

/** The logged status if the client left before the answer. No answer was sent; nginx uses the same number. */
const CLIENT_GONE = 499;

/** Put it inside `scope`. For a streamed answer, it writes the log line when the scope closes. */
export const requestLog = createMiddleware<AppEnv>(async function logged(c, next) {
  const scope = scopeOf(c.var.call);
  await next();
  const status = scope.clientGone ? CLIENT_GONE : c.res.status;
  scope.whenClosed(function logRequest() {
    const { method } = c.req;
    if (settingsOf(c.env).LOG_REQUESTS)
      console.log(JSON.stringify({ method, path: c.req.path, status, ...scopeReport(scope) }));
  });
  // `c.header()` would create another response, and a stream of the body.
  if (!scope.held) c.res.headers.set("Server-Timing", serverTiming(scope));
});

/** Returns `total` and each upstream, with time and outcome: `air;dur=123.4;desc="ok, 2 sent, queued 10 ms"`. */
function serverTiming({ calls, elapsedMs }: Scope): string {
  const timed = calls.slice(0, MAX_TIMED).map((call) => {
    const { upstream, cached, outcome } = call;
    const { totalMs, attempts, queuedMs } = call.timing();
    // A name must be a token, RFC 9110 section 5.6.2.
    const name = upstream.replaceAll(/[^\w!#$%&'*+.^`|~-]/g, "_").slice(0, 64) || "_";
    // The name `total` belongs to the request.
    const sent = cached?.state === "hit" ? `cached ${cached.ageS} s ago` : `${attempts} sent, queued ${queuedMs} ms`;
    return `${name === "total" ? "total_" : name};dur=${totalMs};desc="${outcome}, ${sent}"`;
  });
  return [`total;dur=${Math.round(elapsedMs)}`, ...timed].join(", ");
}
