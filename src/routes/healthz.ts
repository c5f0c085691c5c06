// Whether the Worker is up and its configuration can be read: the scope's middleware reads it before any route is reached.
import { Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../middleware/scope.ts";
import { describe } from "../openapi/docs.ts";

/** `GET /healthz`. */
export const healthz = new Hono<AppEnv>().get(
  "/healthz",
  describe({
    operationId: "health",
    summary: "Whether the Worker is up and its configuration can be read",
    answer: { description: "Up", json: z.strictObject({ status: z.literal("ok") }) },
  }),
  function health(c) {
    return c.json({ status: "ok" } as const, 200, { "Cache-Control": "no-store" });
  },
);
