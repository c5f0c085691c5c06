// How long a request may take: what the route says, or what the caller asks for.
import type { Context, MiddlewareHandler, Next } from "hono";
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

/** The header in which a caller says how many milliseconds it will wait. `passDeadline` sends it to such a Worker. */
export const DEADLINE_HEADER = "Deadline-Ms";

/**
 * Lets the caller choose the deadline: `deadlineMs` of the query or body that was validated before it. Absent, it is
 * `DEADLINE_MS`.
 *
 * `"header"`: the caller's header `Deadline-Ms` shortens the deadline that holds so far, and never lengthens it. So every
 * caller may send it: one that sends too little harms only its own request. Put it after `deadline(…)`.
 *
 * @throws `Problem` 400 or 422 for a time over `MAX_DEADLINE_MS`; 400 for a header that is not a whole number.
 */
export function callerDeadline(where: "query" | "json" | "header"): MiddlewareHandler<AppEnv> {
  if (where === "header") return documented(createMiddleware(shortened), { problems: { 400: "A header is invalid" } });
  return createMiddleware<AppEnv>(function limitedByCaller(c, next) {
    const { deadlineMs } = c.req.valid(where as never) as { readonly deadlineMs?: number | undefined };
    setDeadline(c, deadlineMs, where === "query" ? "invalid-query" : "invalid-field");
    return next();
  });
}

async function shortened(c: Context<AppEnv>, next: Next): Promise<void> {
  const text = c.req.header(DEADLINE_HEADER);
  if (text !== undefined && !/^\d{1,9}$/.test(text))
    throw faulty("invalid-header", DEADLINE_HEADER, "must be a whole number of milliseconds");
  if (text !== undefined) scopeOf(c.var.call).shortenDeadline(Number(text));
  await next();
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
