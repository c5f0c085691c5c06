// Adapts headers for a reverse proxy: addresses, and headers of one connection.
import type { IncomingHttpHeaders } from "node:http";

/** Headers of one connection alone (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/** The Worker's headers, for the real host. Bodies come plain, so that they can be read. */
export function passedOn(headers: IncomingHttpHeaders, target: string): Record<string, string | string[]> {
  const { "accept-encoding": _coding, ...rest } = endToEnd(headers);
  return { ...rest, host: new URL(target).host, "accept-encoding": "identity" };
}

/** The upstream's headers; a redirect within it stays within the proxy. */
export function backHome(headers: IncomingHttpHeaders, target: string): Record<string, string | string[]> {
  const { location, ...rest } = endToEnd(headers);
  if (typeof location !== "string") return rest;
  return { ...rest, location: location.startsWith(`${target}/`) ? location.slice(target.length) : location };
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept = Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] => entry[1] !== undefined && !HOP_BY_HOP.test(entry[0]),
  );
  return Object.fromEntries(kept);
}
