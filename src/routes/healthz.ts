// Whether the Worker is up and its configuration can be read: the scope's middleware reads it before any route is reached.
import { Hono } from "hono";
import type { AppEnv } from "../middleware/scope.ts";

/** `GET /healthz`. */
export const healthz = new Hono<AppEnv>().get("/healthz", function health(c) {
  return c.json({ status: "ok" } as const, 200, { "Cache-Control": "no-store" });
});
