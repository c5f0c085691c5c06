// Whether the Worker is up and its configuration readable.
import { Hono } from "hono";
import { settingsOf } from "../env.ts";
import type { AppEnv } from "../middleware/scope.ts";

export const healthz = new Hono<AppEnv>().get("/healthz", function health(c) {
  settingsOf(c.env);
  return c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" });
});
