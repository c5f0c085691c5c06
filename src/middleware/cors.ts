// Opens the API to browsers. Pages of the origins in `CORS_ORIGINS` may call it and read its answers.
import type { Context, Next } from "hono";
import { cors as corsHeaders } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { EVERY_ORIGIN, settingsOf } from "../env.ts";
import type { AppEnv } from "./scope.ts";

/** Headers that a page may read, besides the few that browsers always allow. */
const EXPOSED = [
  "Allow",
  "Content-Disposition",
  "ETag",
  "Gather-Complete",
  "Link",
  "Location",
  "Retry-After",
  "Server-Timing",
  "WWW-Authenticate",
];

/** Seconds for which a browser may keep the answer to a preflight. Chromium has the same upper limit. */
const PREFLIGHT_MAX_AGE_S = 7_200;

// No cookies or other credentials of the browser. A page sends its key in `Authorization`.
const options = { exposeHeaders: EXPOSED, maxAge: PREFLIGHT_MAX_AGE_S };

// There are two, because an answer for every origin does not vary by `Origin`, and tells caches so.
const forAll = corsHeaders({ ...options, origin: "*" });
const forListed = corsHeaders({
  ...options,
  origin: (origin, c: Context<AppEnv>) => (settingsOf(c.env).CORS_ORIGINS.has(origin) ? origin : null),
});

/**
 * Answers preflights, and adds the CORS headers to every answer, also to problems and streams. It does nothing while
 * `CORS_ORIGINS` is empty.
 *
 * It runs outside `scope`, so a preflight opens no scope and writes no log line. Access rules do not change: a page of
 * a listed origin needs a key like any other caller, and open access still refuses pages of other hosts.
 */
export const cors = createMiddleware<AppEnv>(async function crossOrigin(c: Context<AppEnv, string>, next: Next) {
  const { CORS_ORIGINS } = settingsOf(c.env);
  if (CORS_ORIGINS.size === 0) return next();
  // An OPTIONS request that is not a preflight gets the route's own answer.
  const isPreflight = c.req.header("Access-Control-Request-Method") !== undefined;
  if (c.req.method === "OPTIONS" && !isPreflight) return next();
  return CORS_ORIGINS.has(EVERY_ORIGIN) ? forAll(c, next) : forListed(c, next);
});
