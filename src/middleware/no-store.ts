// Caches keep what says that it may be kept, and nothing else.
import { createMiddleware } from "hono/factory";

/**
 * Sends `Cache-Control: no-store` with every answer that does not say how long it may be kept.
 *
 * HTTP lets a cache guess where a header is missing, and Workers Cache does: a 200 without one is kept for two hours.
 * https://developers.cloudflare.com/workers/cache/configuration/
 */
export const noStore = createMiddleware(async function storedByPermission(c, next) {
  await next();
  const { headers } = c.res;
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
});
