// Redirects followed by hand, so that every hop passes the budget and the guard below.
import { type Answer, type Call, discard, type Fetch, type Outbound } from "./fetch.ts";
import { UpstreamError } from "./outcome.ts";

/** How many hops one request may take. */
const MAX_HOPS = 5;

/**
 * Follows redirects, at most five. 303 becomes a GET, and so does a POST that meets 301 or 302, as browsers do; 307 and 308 keep method
 * and body. `Authorization` and `Cookie` stay behind when the origin changes.
 *
 * @throws `UpstreamError` with outcome `blocked` for a sixth hop, a Location that is no URL, and a body that cannot be sent again.
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
  const headers = new Headers(request.headers);
  if (url.origin !== request.url.origin) {
    headers.delete("Authorization");
    headers.delete("Cookie");
  }
  const { method } = request;
  if ((status === 303 && method !== "HEAD") || ((status === 301 || status === 302) && method === "POST")) {
    for (const name of ["Content-Type", "Content-Length", "Content-Encoding", "Content-Language"]) headers.delete(name);
    return { url, method: "GET", headers, body: null };
  }
  if (request.body instanceof ReadableStream) {
    throw new UpstreamError(
      upstream,
      "blocked",
      `answered ${status}, and a body that was streamed cannot be sent again`,
    );
  }
  return { url, method, headers, body: request.body };
}
