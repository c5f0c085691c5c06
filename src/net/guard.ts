// Checks the address of a connection, as the guard of upstream/ checks the URL of a request.
import { UpstreamError } from "../upstream/call/outcome.ts";
import { unlisted } from "../upstream/layers/guard.ts";
import type { Address } from "./address.ts";

/** The port for mail between servers. The platform refuses it for all Workers. */
const SMTP_PORT = 25;

/**
 * Allows only addresses that `ALLOWED_ORIGINS` lists as `tcp://hostname:port`. This also holds for IP addresses, local
 * names and metadata services. The platform refuses Cloudflare's own addresses; that error is `network`.
 *
 * @throws {UpstreamError} with outcome `blocked`.
 */
export function checkAddress(upstream: string, { port, origin }: Address, allowedOrigins: ReadonlySet<string>): void {
  if (port === SMTP_PORT) {
    const what = `leads to ${origin}, but Workers cannot connect to port ${SMTP_PORT}`;
    throw new UpstreamError(upstream, "port_not_allowed", what);
  }
  const what = unlisted(origin, allowedOrigins);
  if (what !== undefined) throw new UpstreamError(upstream, "origin_not_allowed", what);
}
