// An upstream's answer that a handler returns as its own.
import type { Context } from "hono";
import { isDecoded } from "../upstream/body/content.ts";
import { WatchedResponse } from "../upstream/body/watched-response.ts";
import type { Scope } from "../upstream/request/scope.ts";

/** Headers of the upstream's connection or address, which are wrong on another. RFC 9110 section 7.6.1, RFC 7838. */
const NOT_HANDED_ON = [
  "alt-svc",
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * If the answer of `c` is what a call of `scope` resolved to, or has its body: hands the body on, without the headers that
 * do not hold any more. Bodies are sent as they were read, so those in gzip are sent decoded: the client may not
 * understand it.
 */
export function handOn(c: Context, scope: Scope): void {
  const { res } = c;
  const stream = scope.streams.any ? res.body : null;
  const body = stream === null ? undefined : scope.streams.of(stream);
  if (body === undefined && !(res instanceof WatchedResponse)) return;
  const { headers } = res;
  for (const name of NOT_HANDED_ON) headers.delete(name);
  if (headers.has("Content-Encoding") && isDecoded(headers)) {
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
  }
  if (body === undefined) return;
  // Hono drops the body of an answer to HEAD, and nothing would read or cancel it.
  if (c.req.method === "HEAD") void stream?.cancel();
  else scope.handOn(body);
}
