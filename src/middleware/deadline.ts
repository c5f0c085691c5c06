// Sets the deadline of a request: the route's, or the caller's.
import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { settingsOf } from "../env.ts";
import { documented } from "../openapi/docs.ts";
import { scopeOf } from "../upstream/request/call-context.ts";
import { faulty } from "../problems/field-problem.ts";
import type { AppEnv } from "./scope.ts";

/**
 * Gives each request of a route `deadlineMs` from its start, instead of `DEADLINE_MS`. @example `app.get("/slow",
 * deadline(20_000), handler)`
 */
export function deadline(deadlineMs: number): MiddlewareHandler<AppEnv> {
  const limited = createMiddleware<AppEnv>(function limitedByRoute(c, next) {
    scopeOf(c.var.call).setDeadline(deadlineMs);
    return next();
  });
  return documented(limited, { deadlineMs });
}

/**
 * Lets the caller set the deadline, with `deadlineMs` in the query or body. Put it after the validation of that input.
 *
 * @example
 * app.get("/city", query(CityQuery), callerDeadline("query"), handler);
 *
 * @throws {Problem} 400 or 422 for more than `MAX_DEADLINE_MS`.
 */
export function callerDeadline(where: "query" | "json"): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(function limitedByCaller(c, next) {
    const { deadlineMs } = c.req.valid(where as never) as { readonly deadlineMs?: number | undefined };
    setDeadline(c, deadlineMs, where === "query" ? "invalid-query" : "invalid-field");
    return next();
  });
}

/**
 * Gives the request `deadlineMs` from its start, by default `DEADLINE_MS`. `kind` is the problem for a value that is
 * too large. `furtherMs` are kept for work after the upstreams.
 *
 * @throws {Problem} for more than `MAX_DEADLINE_MS`.
 */
export function setDeadline(
  c: Context<AppEnv>,
  deadlineMs: number | undefined,
  kind: "invalid-field" | "invalid-query",
  furtherMs = 0,
): void {
  const { DEADLINE_MS, MAX_DEADLINE_MS } = settingsOf(c.env);
  if (deadlineMs !== undefined && deadlineMs > MAX_DEADLINE_MS)
    throw faulty(kind, "deadlineMs", `may be at most ${MAX_DEADLINE_MS}`);
  scopeOf(c.var.call).setDeadline(deadlineMs ?? DEADLINE_MS, furtherMs);
}

/** Returns milliseconds to keep for writing results: a fifth of a millisecond for each. */
export function writingMs(results: number): number {
  return Math.floor(results / 5);
}
