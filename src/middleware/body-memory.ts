// A request that will read bodies waits outside while there is no memory to read them into.
import { createMiddleware } from "hono/factory";
import { isIsolateFull } from "../upstream/isolate-room.ts";
import { Problem } from "./problem.ts";
import type { AppEnv } from "./scope.ts";

/** Seconds after which to ask again: most requests are over by then, or another isolate takes this one. */
const RETRY_AFTER_S = 1;

/** Refuses a request while the bodies of others take all the memory that an isolate has for them. @throws `Problem` 503 with `Retry-After`. */
export const bodyMemory = createMiddleware<AppEnv>(async function admitted(_c, next) {
  if (!isIsolateFull()) return next();
  throw new Problem("overloaded", {
    detail: "the requests that are under way hold all the memory there is for bodies",
    headers: { "Retry-After": String(RETRY_AFTER_S) },
  });
});
