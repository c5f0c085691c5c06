// Admits a request only while there is memory to read bodies into.
import { createMiddleware } from "hono/factory";
import { isIsolateFull } from "../upstream/body/isolate-room.ts";
import { Problem } from "../problems/problem.ts";
import type { AppEnv } from "../middleware/scope.ts";

/** Seconds for `Retry-After`. Most requests are over by then, and another isolate may take the next attempt. */
const RETRY_AFTER_S = 1;

/**
 * Refuses new requests while the bodies of others fill the memory of the isolate.
 *
 * @throws `Problem` 503 with `Retry-After`.
 */
export function checkBodyMemory(): void {
  if (!isIsolateFull()) return;
  throw new Problem("overloaded", {
    detail: "running requests hold all the memory for bodies",
    headers: { "Retry-After": String(RETRY_AFTER_S) },
  });
}

/** The same as a middleware. A route that declares its answer with `answers` needs none. */
export const bodyMemory = createMiddleware<AppEnv>(async function admitted(_c, next) {
  checkBodyMemory();
  await next();
});
