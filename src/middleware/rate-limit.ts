// Limits the requests of each key, or of each address that sends no key.
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import { documented } from "../openapi/docs.ts";
import { callerOf } from "../access/caller-of.ts";
import { Problem } from "../problems/problem.ts";
import type { AppEnv } from "./scope.ts";

/** Seconds: the period of the binding in wrangler.toml. */
export const PERIOD_S = 60;

/**
 * Counts each request with the rate-limit binding, if one is configured. Put it after `access`. Each Cloudflare
 * location keeps its own approximate counts.
 *
 * @example
 * app.get("/city", rateLimit, handler);
 *
 * @throws {Problem} 429 with `Retry-After`.
 */
export const rateLimit = documented(createMiddleware<AppEnv>(limited), { problems: { 429: "Too many requests" } });

async function limited(c: Context<AppEnv>, next: Next): Promise<void> {
  if (await isOverLimit(c, await callerOf(c))) throw rateLimited();
  return next();
}

/** Counts a request of `caller`. Resolves to true if it is over the limit. */
export async function isOverLimit(c: Context<AppEnv>, caller: string): Promise<boolean> {
  const limiter = c.env.RATE_LIMITER as RateLimit | undefined;
  return limiter !== undefined && !(await limiter.limit({ key: caller })).success;
}

/** Returns the problem of a request over the limit. */
export function rateLimited(): Problem {
  return new Problem("rate-limited", {
    detail: "this key or address has sent too many requests",
    headers: { "Retry-After": String(PERIOD_S) },
  });
}
