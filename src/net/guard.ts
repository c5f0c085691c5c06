// Keeps connections, as the guard of upstream/ keeps requests, from going where the caller could not go.
import { unlisted } from "../upstream/layers/guard.ts";
import type { Address } from "./address.ts";

/** Mail between servers: the platform connects nobody to it, listed or not. */
const SMTP_PORT = 25;

/**
 * What is wrong with connecting to an address; `undefined` where it is in `ALLOWED_ORIGINS` as `tcp://hostname:port`. That list is all that lets
 * IP addresses, local names and metadata services pass. Cloudflare's own addresses are refused by the platform, as `network`.
 */
export function refusalOf({ port, origin }: Address, allowedOrigins: ReadonlySet<string>): string | undefined {
  if (port === SMTP_PORT) return `leads to ${origin}, and Workers cannot connect to port ${SMTP_PORT}`;
  return unlisted(origin, allowedOrigins);
}
