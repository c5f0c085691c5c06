// Accepts a request only while there is memory for its bodies.
import { createMiddleware } from "hono/factory";
import { isIsolateFull } from "../upstream/body/isolate-room.ts";
import { Problem } from "../problems/problem.ts";
import type { AppEnv } from "../middleware/scope.ts";

/** Seconds for `Retry-After`. Most requests end sooner, and another isolate may take the next attempt. */
const RETRY_AFTER_S = 1;

/**
 * Refuses a new request while the bodies of other requests fill the isolate's memory.
 *
 * @throws {Problem} 503 with `Retry-After`.
 */
export function checkBodyMemory(): void {
  if (!isIsolateFull()) return;
  throw new Problem("overloaded", {
    detail: "running requests hold all the memory for bodies",
    headers: { "Retry-After": String(RETRY_AFTER_S) },
  });
}

/** `checkBodyMemory` as middleware. A route with `answers` does not need it. */
export const bodyMemory = createMiddleware<AppEnv>(async function admitted(_c, next) {
  checkBodyMemory();
  await next();
});
