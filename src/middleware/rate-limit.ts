// Limits the requests of each key, or of each address that sends no key.
import type { Context, MiddlewareHandler, Next } from "hono";
import { createMiddleware } from "hono/factory";
import { documented } from "../openapi/docs.ts";
import { callerOf } from "../access/caller-of.ts";
import { MisconfiguredError, missing } from "../misconfigured-error.ts";
import { Problem } from "../problems/problem.ts";
import type { AppEnv } from "./scope.ts";

/** Seconds: the period of `RATE_LIMITER` in wrangler.toml. */
const PERIOD_S = 60;

/** The rate-limit bindings of wrangler.toml. `npm run prepare` makes a new one known. */
export type RateLimitBinding = {
  [K in keyof Env]-?: NonNullable<Env[K]> extends RateLimit ? K : never;
}[keyof Env];

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

/**
 * Counts the requests of one route with a separate limit, as `rateLimit` does with `RATE_LIMITER`. `periodS` is the
 * period of `binding` in wrangler.toml: 10 or 60.
 *
 * @example
 * app.get("/search", rateLimit, rateLimitBy("SEARCH_LIMITER", { periodS: 10 }), …)
 *
 * @throws {Problem} 429 with `Retry-After`.
 * @throws {MisconfiguredError} if the binding is missing, as in an environment that does not repeat it.
 */
export function rateLimitBy(
  binding: RateLimitBinding,
  { periodS = PERIOD_S }: { readonly periodS?: 10 | 60 } = {},
): MiddlewareHandler<AppEnv> {
  return documented(limitedByName, { needs: [binding], problems: { 429: "Too many requests" } });

  async function limitedByName(c: Context<AppEnv>, next: Next): Promise<void> {
    const limiter = c.env[binding] as RateLimit | undefined;
    if (limiter === undefined) throw new MisconfiguredError([missing(binding)]);
    if (!(await limiter.limit({ key: await callerOf(c) })).success) throw rateLimited(periodS);
    await next();
  }
}

async function limited(c: Context<AppEnv>, next: Next): Promise<void> {
  if (await isOverLimit(c, await callerOf(c))) throw rateLimited();
  return next();
}

/** Counts a request of `caller`. Resolves to true if it is over the limit. */
export async function isOverLimit(c: Context<AppEnv>, caller: string): Promise<boolean> {
  const limiter = c.env.RATE_LIMITER as RateLimit | undefined;
  return limiter !== undefined && !(await limiter.limit({ key: caller })).success;
}

/** Returns the problem of a request over the limit. It may be sent again after a period. */
export function rateLimited(periodS = PERIOD_S): Problem {
  return new Problem("rate-limited", {
    detail: "this key or address has sent too many requests",
    headers: { "Retry-After": String(periodS) },
  });
}
