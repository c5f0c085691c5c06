// Redirects followed by hand, so that every hop passes the budget and the guard below.
import { type Answer, type Call, discard, type Fetch, type Outbound } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

/** How many hops one request may take. */
const MAX_HOPS = 5;

/** Headers that go to another origin. An allow-list, because any other header may be a credential. */
const HARMLESS = new Set(["accept", "accept-language", "user-agent", "traceparent", "tracestate"]);

/** Headers of a body, as the Fetch standard lists them. They go with the body, also to another origin. */
const OF_BODY = new Set(["content-encoding", "content-language", "content-location", "content-type"]);

/**
 * Follows redirects, at most five. 303 becomes a GET, and so does a POST after 301 or 302, as in browsers. 307 and 308
 * keep method and body. Only harmless headers and those of the body go to another origin. A later hop does not get back
 * the rest.
 *
 * @throws `UpstreamError` with outcome `blocked` for a sixth hop, an invalid Location, and a body that cannot be sent
 * again.
 */
export function withRedirects(next: Fetch): Fetch {
  return async function redirected(request, call) {
    let current = request;
    for (let hop = 0; ; hop++) {
      const answer = await next(current, call);
      const location = locationOf(answer);
      if (location === null) return answer;
      await discard(answer);
      if (hop === MAX_HOPS) throw new UpstreamError(call.upstream, "blocked", `redirected more than ${MAX_HOPS} times`);
      current = nextHop(current, answer.response.status, location, call);
    }
  };
}

function locationOf({ response }: Answer): string | null {
  return [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get("Location") : null;
}

function nextHop(request: Outbound, status: number, location: string, { upstream }: Call): Outbound {
  const url = URL.parse(location, request.url.href);
  if (url === null) throw new UpstreamError(upstream, "blocked", "redirected to something that is not a URL");
  const { method } = request;
  if ((status === 303 && method !== "HEAD") || ((status === 301 || status === 302) && method === "POST"))
    return { url, method: "GET", headers: headersFor(request, url, false), body: null };
  if (request.body instanceof ReadableStream) {
    throw new UpstreamError(
      upstream,
      "blocked",
      `answered ${status}, and a body that was streamed cannot be sent again`,
    );
  }
  return { url, method, headers: headersFor(request, url, true), body: request.body };
}

/** The headers of `request` that may go on to `url`, with its body or without. */
function headersFor(request: Outbound, url: URL, withBody: boolean): Headers {
  const headers = new Headers(request.headers);
  const isSameOrigin = url.origin === request.url.origin;
  for (const name of request.headers.keys()) {
    const mayCross = HARMLESS.has(name) || (request.body !== null && OF_BODY.has(name));
    const describesNothing = !withBody && name.startsWith("content-");
    if (describesNothing || !(isSameOrigin || mayCross)) headers.delete(name);
  }
  return headers;
}
