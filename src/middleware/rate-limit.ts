// So many requests a minute for each key, or for each address where there is no key.
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import { documented } from "../openapi/docs.ts";
import { callerOf } from "./caller-of.ts";
import { Problem } from "../problems/problem.ts";
import type { AppEnv } from "./scope.ts";

/** Seconds: the period that wrangler.toml gives the binding. */
const PERIOD_S = 60;

/**
 * Stands behind `access`. Counts the request with the rate-limit binding, where one is configured. Counts are kept per Cloudflare location
 * and are approximate.
 *
 * @throws `Problem` 429 with `Retry-After`.
 */
export const rateLimit = documented(createMiddleware<AppEnv>(limited), { problems: { 429: "Too many requests" } });

async function limited(c: Context<AppEnv>, next: Next): Promise<void> {
  const limiter = c.env.RATE_LIMITER as RateLimit | undefined;
  if (limiter === undefined || (await limiter.limit({ key: await callerOf(c) })).success) return next();
  throw new Problem("rate-limited", {
    detail: "this key or address has sent too many requests",
    headers: { "Retry-After": String(PERIOD_S) },
  });
}
