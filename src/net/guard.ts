// Keeps connections, as the guard of upstream/ keeps requests, from going where the caller could not go.
import { UpstreamError } from "../upstream/call/outcome.ts";
import { unlisted } from "../upstream/layers/guard.ts";
import type { Address } from "./address.ts";

/** Mail between servers: the platform connects nobody to it, listed or not. */
const SMTP_PORT = 25;

/**
 * Lets a connection pass only to an address that is in `ALLOWED_ORIGINS` as `tcp://hostname:port`. That list is all that lets
 * IP addresses, local names and metadata services pass. Cloudflare's own addresses are refused by the platform, as `network`.
 *
 * @throws `UpstreamError` with outcome `blocked`.
 */
export function checkAddress(upstream: string, { port, origin }: Address, allowedOrigins: ReadonlySet<string>): void {
  if (port === SMTP_PORT) {
    const what = `leads to ${origin}, and Workers cannot connect to port ${SMTP_PORT}`;
    throw new UpstreamError(upstream, "port_not_allowed", what);
  }
  const what = unlisted(origin, allowedOrigins);
  if (what !== undefined) throw new UpstreamError(upstream, "origin_not_allowed", what);
}
