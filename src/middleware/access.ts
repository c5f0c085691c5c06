// Protects routes that call where the caller wants: they need a key.
import type { Context, Next } from "hono";
import { createMiddleware } from "hono/factory";
import { timingSafeEqual } from "hono/utils/buffer";
import { settingsOf } from "../env.ts";
import { documented } from "../openapi/docs.ts";
import { Problem } from "../problems/problem.ts";
import { PROJECT_NAME } from "../project-name.ts";
import { clientAddress } from "../access/client-address.ts";
import { isLocal } from "../access/is-local.ts";
import { isLockedOut, lockOut } from "../access/lockout.ts";
import { isOverLimit, rateLimited } from "./rate-limit.ts";
import type { AppEnv } from "./scope.ts";

/**
 * Returns who may use the routes: anyone, holders of a key, or no one. Without keys, `OPEN_ACCESS` opens them to
 * requests for this machine.
 */
export function accessOf(c: Context<AppEnv>): "open" | "key" | "closed" {
  const { API_KEYS, OPEN_ACCESS } = settingsOf(c.env);
  if (API_KEYS.length > 0) return "key";
  return OPEN_ACCESS && isLocal(c.req.raw) ? "open" : "closed";
}

/**
 * Requires `Authorization: Bearer` with one of `API_KEYS`, unless `accessOf` returns "open". Refused requests count for
 * the rate limit, by address. An address that exceeds the limit with a wrong key is locked out for a minute.
 *
 * @example
 * app.post("/reports", access, rateLimit, handler);
 *
 * @throws {Problem} 401 with `WWW-Authenticate`.
 * @throws {Problem} 429 over the rate limit.
 */
export const access = documented(createMiddleware<AppEnv>(keyed), {
  keyed: true,
  problems: { 401: "A key is needed", 429: "Too many requests" },
});

async function keyed(c: Context<AppEnv>, next: Next): Promise<void> {
  const kind = accessOf(c);
  if (kind === "open") return next();
  const address = clientAddress(c);
  if (kind === "closed") throw await refusal(c, address, closedBecause(c));
  const given = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  if (given === undefined)
    throw await refusal(c, address, "send Authorization: Bearer with one of the keys in API_KEYS");
  if (isLockedOut(address)) throw rateLimited();
  const key = await keyLike(given, settingsOf(c.env).API_KEYS);
  if (key !== undefined) {
    c.set("key", key);
    return next();
  }
  const refused = await refusal(c, address, "the key is not one of those in API_KEYS", 'error="invalid_token"');
  if (refused.kind.status === 429) lockOut(address);
  throw refused;
}

/** Compares all keys, each in constant time, so that the time reveals nothing. */
async function keyLike(given: string, keys: readonly string[]): Promise<string | undefined> {
  const matches = await Promise.all(keys.map((key) => timingSafeEqual(key, given)));
  return keys[matches.indexOf(true)];
}

function closedBecause(c: Context<AppEnv>): string {
  return settingsOf(c.env).OPEN_ACCESS
    ? "without a key in API_KEYS, only requests for localhost, 127.0.0.1 and [::1] pass, and no pages of other hosts"
    : "no key is set in API_KEYS, so all requests are refused";
}

/** Counts a refused request and returns its problem. `more`: further parameters of the challenge. */
async function refusal(
  c: Context<AppEnv>,
  address: string,
  detail: string,
  ...more: readonly string[]
): Promise<Problem> {
  if (await isOverLimit(c, address)) return rateLimited();
  const challenge = [`Bearer realm="${PROJECT_NAME}"`, ...more].join(", ");
  return new Problem("unauthorized", { detail, headers: { "WWW-Authenticate": challenge } });
}
