// A request as data. An upstream is called often, and a URL or a set of headers costs as much as the layers around it: they
// are made only if there is something to parse or to check.
import type { Outbound } from "../call/fetch.ts";
import { USER_AGENT } from "../layers/guard.ts";
import type { CallInit } from "./call-init.ts";
import { joinTrace, type TraceContext } from "./trace-context.ts";

/**
 * The request for `input`, with headers that say who calls and for which trace. `known`: origins in the spelling of
 * `URL`; a text that begins with one of them is not parsed.
 *
 * @throws `TypeError` for an invalid URL, header or method.
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

/** The text before the path, if it ends with a slash. */
function prefixOf(url: string): string | undefined {
  const end = url.indexOf("/", url.indexOf("//") + 2);
  return end < 0 ? undefined : url.slice(0, end);
}

function parsed(text: string): readonly [url: string, origin: string] {
  const { href, origin } = new URL(text);
  return [href, origin];
}
