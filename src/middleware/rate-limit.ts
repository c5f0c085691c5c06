// So many requests a minute for each key, or for each address where there is no key.
import { createMiddleware } from "hono/factory";
import { Problem } from "./problem.ts";
import type { AppEnv } from "./scope.ts";

/** Seconds: the period that wrangler.toml gives the binding. */
const PERIOD_S = 60;

/**
 * Counts the request with the rate-limit binding, where one is configured. Counts are kept per Cloudflare location and approximate.
 *
 * @throws `Problem` 429 with `Retry-After`.
 */
export const rateLimit = createMiddleware<AppEnv>(async function limited(c, next) {
  const limiter = c.env.RATE_LIMITER as RateLimit | undefined;
  const key = c.req.header("Authorization") ?? c.req.header("CF-Connecting-IP") ?? "unknown";
  if (limiter === undefined || (await limiter.limit({ key })).success) return next();
  throw new Problem("rate-limited", {
    detail: "this key or address has sent too many requests",
    headers: { "Retry-After": String(PERIOD_S) },
  });
});
