// Tells a monitor whether the configuration is complete and valid.
import { Hono } from "hono";
import { settingsOf } from "../env.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { MisconfiguredError, missing } from "../misconfigured-error.ts";
import { missingSecrets } from "../required-secrets.ts";
import { missingOrigins } from "../upstream/declarations.ts";

/** `GET /healthz`. A 503 names each variable, secret and upstream's origin that is missing or not valid. */
export const healthz = new Hono<AppEnv>().get("/healthz", function health(c) {
  const absent = [...missingSecrets(c.env), ...missingOrigins(settingsOf(c.env).ORIGINS)];
  if (absent.length > 0) throw new MisconfiguredError(absent.map(missing));
  return c.json({ status: "ok" } as const, 200, { "Cache-Control": "no-store" });
});
