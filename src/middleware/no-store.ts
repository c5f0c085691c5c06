// Keeps answers out of caches, unless they say how long they may be kept.
import { createMiddleware } from "hono/factory";

/**
 * Adds `Cache-Control: no-store` to every answer without `Cache-Control`.
 *
 * HTTP lets a cache guess if the header is missing, and Workers Cache does: it keeps a 200 for two hours.
 * https://developers.cloudflare.com/workers/cache/configuration/
 */
export const noStore = createMiddleware(async function storedByPermission(c, next) {
  await next();
  const { headers } = c.res;
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
});
