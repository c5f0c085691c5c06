// Keeps callers from sending us where they could not go themselves.
import { PROJECT_NAME } from "../../project-name.ts";
import type { Outbound, Send } from "../call/fetch.ts";
import { type Reason, UpstreamError } from "../call/outcome.ts";

/** Headers that speak of one connection or of the platform, and mean nothing or harm on the next. */
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

/** Sent where a request names none, because some APIs refuse a client without. */
export const USER_AGENT = PROJECT_NAME;

/**
 * Lets a request pass only to an allowed origin or the one that its call names, and strips what must not leave. An origin
 * is scheme, host and port as `URL` writes them, so every other spelling of an address (decimal, octal, a trailing dot) is
 * either the listed one or refused.
 *
 * A Worker cannot see which address a name resolves to. The list closes that: who controls a listed name is trusted with it.
 *
 * @throws `UpstreamError` with outcome `blocked`; nothing is sent then.
 */
export function withGuard(next: Send): Send {
  return function guarded(request, attempt) {
    const { limits, resources, upstream } = attempt.call;
    const { url, origin } = request;
    const isAllowed = origin === limits.origin || resources.allowedOrigins.has(origin);
    // What follows the origin cannot lead elsewhere, and a URL with credentials does not begin with its origin.
    if (!isAllowed || !url.startsWith(origin) || url[origin.length] !== "/") refuse(request, isAllowed, upstream);
    return next(clean(request), attempt);
  };
}

/** @throws `UpstreamError` that says what is wrong with the URL. */
function refuse({ url, origin }: Outbound, isAllowed: boolean, upstream: string): never {
  const { protocol, username, password } = new URL(url);
  const blocked = (reason: Reason, what: string): UpstreamError => new UpstreamError(upstream, reason, what);
  if (protocol !== "https:" && protocol !== "http:")
    throw blocked("not_http", `has a URL that is neither http nor https: ${protocol}`);
  if (username !== "" || password !== "") throw blocked("credentials_in_url", "has a URL that carries credentials");
  throw blocked("origin_not_allowed", isAllowed ? `has a URL that is not of ${origin}` : leadsElsewhere(origin));
}

/** What is wrong with leading to `origin`, in the spelling of the list; `undefined` if it is listed. */
export function unlisted(origin: string, allowedOrigins: ReadonlySet<string>): string | undefined {
  return allowedOrigins.has(origin) ? undefined : leadsElsewhere(origin);
}

function leadsElsewhere(origin: string): string {
  return `leads to ${origin}, which is not in ALLOWED_ORIGINS`;
}

/** The request as it may leave; the same object if nothing has to change. */
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
