// Routes that reach where the caller points them are for holders of a key.
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import { timingSafeEqual } from "hono/utils/buffer";
import { settingsOf } from "../env.ts";
import { PROJECT_NAME } from "../project-name.ts";
import { documented } from "../openapi/docs.ts";
import { Problem } from "../problems/problem.ts";
import type { AppEnv } from "./scope.ts";

/**
 * Lets a request pass that carries `Authorization: Bearer` with one of `API_KEYS`. With no key configured it refuses everyone, unless
 * `OPEN_ACCESS` is "true".
 *
 * @throws `Problem` 401 with `WWW-Authenticate`.
 */
export const access = documented(createMiddleware<AppEnv>(keyed), {
  keyed: true,
  problems: { 401: "A key is needed" },
});

async function keyed(c: Context<AppEnv>, next: Next): Promise<void> {
  const { API_KEYS, OPEN_ACCESS } = settingsOf(c.env);
  if (API_KEYS.length === 0) {
    if (OPEN_ACCESS) return next();
    throw refusal("no key is set in API_KEYS, so nobody is let in");
  }
  const given = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  if (given === undefined) throw refusal("send Authorization: Bearer with one of the keys in API_KEYS");
  // All keys are compared, each in constant time, so that the time taken tells nothing of them.
  const matches = await Promise.all(API_KEYS.map((key) => timingSafeEqual(key, given)));
  const key = API_KEYS[matches.indexOf(true)];
  if (key === undefined) throw refusal("the key is not one of those in API_KEYS", 'error="invalid_token"');
  c.set("key", key);
  return next();
}

/** `more`: what the challenge says besides its realm. */
function refusal(detail: string, ...more: readonly string[]): Problem {
  const challenge = [`Bearer realm="${PROJECT_NAME}"`, ...more].join(", ");
  return new Problem("unauthorized", { detail, headers: { "WWW-Authenticate": challenge } });
}
