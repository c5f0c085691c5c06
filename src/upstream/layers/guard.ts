// Keeps callers from sending us where they could not go themselves.
import { PROJECT_NAME } from "../../project-name.ts";
import type { Fetch, Outbound } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

/** Where a call may lead. */
export interface GuardPolicy {
  readonly allowedOrigins: ReadonlySet<string>;
  /** One more, for this call alone. */
  readonly origin: string | undefined;
}

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
 * Lets a request pass only to an origin that `policy` names, and strips what must not leave. An origin is scheme, host and port as
 * `URL` writes them, so every other spelling of an address (decimal, octal, a trailing dot) is either the listed one or refused.
 *
 * A Worker cannot see which address a name resolves to. The list closes that: whoever controls a listed name is trusted with it.
 *
 * @throws `UpstreamError` with outcome `blocked`; nothing is sent then.
 */
export function withGuard(next: Fetch, policy: GuardPolicy): Fetch {
  return async function guarded(request, call) {
    const refusal = refusalOf(request.url, policy);
    if (refusal !== undefined) throw new UpstreamError(call.upstream, "blocked", refusal);
    return next(clean(request), call);
  };
}

function refusalOf(url: URL, { allowedOrigins, origin }: GuardPolicy): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return `has a URL that is neither http nor https: ${url.protocol}`;
  if (url.username !== "" || url.password !== "") return "has a URL that carries credentials";
  return url.origin === origin ? undefined : unlisted(url.origin, allowedOrigins);
}

/** What is wrong with leading to `origin`, which must be in the spelling of the list; `undefined` where it is listed. */
export function unlisted(origin: string, allowedOrigins: ReadonlySet<string>): string | undefined {
  return allowedOrigins.has(origin) ? undefined : `leads to ${origin}, which is not in ALLOWED_ORIGINS`;
}

/** The request as it may leave; the very request where nothing of it has to change, because every copy of headers costs. */
function clean(request: Outbound): Outbound {
  const stripped = [...request.headers.keys()].filter((name) => name.startsWith("cf-") || NOT_FORWARDED.has(name));
  const named = request.headers.has("User-Agent");
  if (stripped.length === 0 && named) return request;
  const headers = new Headers(request.headers);
  for (const name of stripped) headers.delete(name);
  // A name that no header can have names none to strip.
  for (const name of request.headers.get("Connection")?.match(/[\w!#$%&'*+.^`|~-]+/g) ?? []) headers.delete(name);
  if (!named) headers.set("User-Agent", USER_AGENT);
  return { ...request, headers };
}
