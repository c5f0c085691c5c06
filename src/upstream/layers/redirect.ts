// Follows redirects itself, so that every hop passes the guard and the budget below.
import type { Attempt } from "../call/attempt.ts";
import type { Answer, Outbound, Send } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

/** Hops of one request. */
export const MAX_HOPS = 5;

/** Headers that may go to another origin. It is an allow-list, because any other header may be a credential. */
const HARMLESS = new Set(["accept", "accept-language", "user-agent", "traceparent", "tracestate"]);

/** Headers of a body, as the Fetch standard lists them. They go where the body goes. */
const OF_BODY = new Set(["content-encoding", "content-language", "content-location", "content-type"]);

/**
 * Follows at most five redirects. 303 becomes a GET, and so does a POST after 301 or 302, as in browsers. 307 and 308
 * keep method and body. Only harmless headers and those of the body go to another origin. A later hop does not get the
 * other headers back.
 *
 * @throws {UpstreamError} with outcome `blocked` for a sixth hop, an invalid Location, and a body that cannot be sent
 * again.
 */
export function withRedirects(next: Send): Send {
  return function redirected(request, attempt) {
    return attempt.call.limits.redirect === "manual" ? next(request, attempt) : followed(next, request, attempt);
  };
}

async function followed(next: Send, request: Outbound, attempt: Attempt): Promise<Answer> {
  const { upstream } = attempt.call;
  let current = request;
  for (let hop = 0; ; hop++) {
    const answer = await next(current, attempt);
    const location = locationOf(answer);
    if (location === null) return answer;
    await answer.response.body?.cancel().catch(() => undefined);
    if (hop === MAX_HOPS)
      throw new UpstreamError(upstream, "too_many_redirects", `redirected more than ${MAX_HOPS} times`);
    current = nextHop(current, answer.response.status, location, upstream);
  }
}

function locationOf({ response: { status, headers } }: Answer): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? headers.get("Location") : null;
}

function nextHop(request: Outbound, status: number, location: string, upstream: string): Outbound {
  const target = URL.parse(location, request.url);
  if (target === null) throw new UpstreamError(upstream, "bad_redirect", "redirected to an invalid URL");
  const { href: url, origin } = target;
  const { method, body } = request;
  if ((status === 303 && method !== "HEAD") || ((status === 301 || status === 302) && method === "POST"))
    return { url, origin, method: "GET", headers: headersFor(request, origin, false), body: null };
  if (body instanceof ReadableStream) {
    const what = `answered ${status}, but a streamed body cannot be sent again`;
    throw new UpstreamError(upstream, "streamed_body", what);
  }
  return { url, origin, method, headers: headersFor(request, origin, true), body };
}

/** Returns the headers of `request` that may go to `origin`, with or without the body. */
function headersFor(request: Outbound, origin: string, withBody: boolean): Record<string, string> {
  const isSameOrigin = origin === request.origin;
  const kept = Object.entries(request.headers).filter(([name]) => {
    const mayCross = HARMLESS.has(name) || (request.body !== null && OF_BODY.has(name));
    const describesNothing = !withBody && name.startsWith("content-");
    return !describesNothing && (isSameOrigin || mayCross);
  });
  return Object.fromEntries(kept);
}
