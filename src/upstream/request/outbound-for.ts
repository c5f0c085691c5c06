// Turns a call's options into a request. Parsing a URL or headers costs as much as all layers, so it is done only if
// needed.
import type { Outbound } from "../call/fetch.ts";
import { USER_AGENT } from "../layers/guard.ts";
import type { CallInit } from "./call-init.ts";
import { joinTrace, type TraceContext } from "./trace-context.ts";

/**
 * Returns the request for `input`, with a `User-Agent` and trace headers. A text that starts with a `known` origin, in
 * the spelling of `URL`, is not parsed.
 *
 * @throws {TypeError} for an invalid URL, header or method.
 */
export function outboundFor(
  input: string | URL,
  { method = "GET", headers: given, body = null }: CallInit,
  trace: TraceContext,
  known: (origin: string) => boolean,
): Outbound {
  const text = typeof input === "string" ? input : input.href;
  const prefix = prefixOf(text);
  const [url, origin] = prefix !== undefined && known(prefix) ? [text, prefix] : parsed(text);
  const headers = given === undefined ? {} : Object.fromEntries(new Headers(given));
  headers["user-agent"] ??= USER_AGENT;
  joinTrace(headers, trace);
  return { url, origin, method: method === "GET" ? method : method.toUpperCase(), headers, body };
}

/** Returns the text before the path, if a slash follows it. */
function prefixOf(url: string): string | undefined {
  const end = url.indexOf("/", url.indexOf("//") + 2);
  return end < 0 ? undefined : url.slice(0, end);
}

function parsed(text: string): readonly [url: string, origin: string] {
  const { href, origin } = new URL(text);
  return [href, origin];
}
