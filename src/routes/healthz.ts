// Tells a monitor if the configuration is complete and valid.
import { Hono } from "hono";
import * as z from "zod";
import { settingsOf } from "../env.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { MisconfiguredError, missing } from "../misconfigured-error.ts";
import { describe, docsOf } from "../openapi/docs.ts";
import type { MountedHandler } from "../openapi/document.ts";
import { missingSecrets } from "../required-secrets.ts";
import { missingOrigins, missingServices } from "../upstream/declarations.ts";

const docs = describe({
  operationId: "health",
  summary: "Checks the configuration of the Worker",
  answer: { description: "Up", json: z.strictObject({ status: z.literal("ok") }) },
});

/**
 * `GET /healthz`, for the handlers that `mounted` returns. A 503 names each variable, secret, origin, service and rate limit that
 * is missing or not valid.
 */
export function healthz(mounted: () => readonly MountedHandler[]) {
  return new Hono<AppEnv>().get("/healthz", docs, function health(c) {
    const needed = mounted().flatMap(({ handler }) => docsOf(handler)?.needs ?? []);
    const absent = [
      ...missingSecrets(c.env),
      ...missingOrigins(settingsOf(c.env).ORIGINS),
      ...missingServices(c.env),
      ...new Set(needed.filter((name) => !(name in c.env))),
    ];
    if (absent.length > 0) throw new MisconfiguredError(absent.map(missing));
    return c.json({ status: "ok" } as const, 200, { "Cache-Control": "no-store" });
  });
}
