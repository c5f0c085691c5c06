// Keeps callers from using the Worker to reach hosts that they could not reach themselves.
import { PROJECT_NAME } from "../../project-name.ts";
import type { Outbound, Send } from "../call/fetch.ts";
import { type Reason, UpstreamError } from "../call/outcome.ts";

/** Headers of one connection or of the platform. They are useless or harmful on the next connection. */
const NOT_FORWARDED = new Set([
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The default `User-Agent`, because some APIs refuse a client without one. */
export const USER_AGENT = PROJECT_NAME;

/**
 * Allows a request only to an allowed origin or to its call's own origin, and removes headers that must not leave. An
 * origin is scheme, host and port as `URL` writes them. So every other spelling of an address (decimal, octal, a
 * trailing dot) is either a listed one or refused.
 *
 * A Worker cannot see the address behind a name. The list solves that: the owner of a listed name is trusted.
 *
 * @throws {UpstreamError} with outcome `blocked`. Then nothing is sent.
 */
export function withGuard(next: Send): Send {
  return function guarded(request, attempt) {
    const { resources, upstream } = attempt.call;
    const { url, origin } = request;
    const isAllowed = origin === attempt.target.origin || resources.allowedOrigins.has(origin);
    // The text after the origin cannot change the host. A URL with credentials does not start with its origin.
    if (!isAllowed || !url.startsWith(origin) || url[origin.length] !== "/") refuse(request, isAllowed, upstream);
    return next(clean(request), attempt);
  };
}

/** @throws {UpstreamError} with the reason why the URL is refused. */
function refuse({ url, origin }: Outbound, isAllowed: boolean, upstream: string): never {
  const { protocol, username, password } = new URL(url);
  const blocked = (reason: Reason, what: string): UpstreamError => new UpstreamError(upstream, reason, what);
  if (protocol !== "https:" && protocol !== "http:")
    throw blocked("not_http", `has a URL that is neither http nor https: ${protocol}`);
  if (username !== "" || password !== "") throw blocked("credentials_in_url", "has a URL that carries credentials");
  throw blocked("origin_not_allowed", isAllowed ? `has a URL that is not of ${origin}` : leadsElsewhere(origin));
}

/** Returns what is wrong with `origin`, or `undefined` if it is listed. */
export function unlisted(origin: string, allowedOrigins: ReadonlySet<string>): string | undefined {
  return allowedOrigins.has(origin) ? undefined : leadsElsewhere(origin);
}

function leadsElsewhere(origin: string): string {
  return `leads to ${origin}, which is not in ALLOWED_ORIGINS`;
}

/** Returns the request without headers that must not leave. It is the same object if nothing changes. */
function clean(request: Outbound): Outbound {
  const { headers } = request;
  let dirty = !("user-agent" in headers);
  for (const name in headers) dirty ||= mustStay(name);
  if (!dirty) return request;
  const dropped = new Set(headers["connection"]?.toLowerCase().split(/[\s,]+/));
  const kept = Object.entries(headers).filter(([name]) => !mustStay(name) && !dropped.has(name));
  return { ...request, headers: { "user-agent": USER_AGENT, ...Object.fromEntries(kept) } };
}

function mustStay(name: string): boolean {
  return name.startsWith("cf-") || NOT_FORWARDED.has(name);
}
