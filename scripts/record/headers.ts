// Which headers a recording keeps, and which hold secrets.
import type { IncomingHttpHeaders } from "node:http";
import type { Redactor } from "./redactor.ts";

/** Headers of an answer that are kept. All others are left out: any may hold a secret, and dates would be old. */
const KEPT = new Set(
  `cache-control content-language content-type deprecation etag last-modified link location ratelimit ratelimit-policy
   retry-after sunset vary x-total-count`.split(/\s+/),
);

/** Headers that say nothing secret, so that their values are not looked for elsewhere. */
const HARMLESS = new Set(
  `accept accept-encoding accept-language accept-ranges access-control-allow-origin age alt-svc connection content-encoding
   content-length content-security-policy date expires host if-modified-since if-none-match keep-alive nel report-to
   server strict-transport-security traceparent tracestate transfer-encoding user-agent via`.split(/\s+/),
);

/** Headers that belong to one connection or to the coding of a body; to leave them out loses nothing. */
const MECHANICAL = /^(connection|keep-alive|transfer-encoding|content-length|content-encoding)$/;

/** A value in an unknown header is taken for a secret from this length on, if it is one word. */
const MIN_UNKNOWN_CHARS = 16;

/** Learns the secrets of `headers`: whole values of secret names, and their words; the user and password of Basic. */
export function learnHeaders(headers: IncomingHttpHeaders, redactor: Redactor): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || KEPT.has(name) || HARMLESS.has(name)) continue;
    for (const one of [value].flat()) {
      // Only the first pair of Set-Cookie is a value; the others say where it holds.
      if (name === "set-cookie") learnCredentials(one.split(";")[0] ?? "", redactor);
      else if (redactor.isSecret(name, true)) learnCredentials(one, redactor);
      else if (/^\S+$/.test(one) && one.length >= MIN_UNKNOWN_CHARS) redactor.secrets.learn(one);
    }
  }
}

/** The headers that are kept, without secrets, and the names of the others that said something. */
export function keptHeaders(
  headers: IncomingHttpHeaders,
  redactor: Redactor,
): { kept: Record<string, string>; left: string[] } {
  const kept: Record<string, string> = {};
  const left: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!KEPT.has(name)) {
      if (!MECHANICAL.test(name)) left.push(name);
    } else if (value !== undefined) kept[name] = redactor.text([value].flat().join(", "), `header ${name}`);
  }
  return { kept, left };
}

function learnCredentials(value: string, { secrets }: Redactor): void {
  const [, scheme = "", rest = value] = /^(\w+) +(.+)$/.exec(value) ?? [];
  secrets.learn(rest);
  if (scheme.toLowerCase() === "basic") {
    const pair = Buffer.from(rest, "base64").toString();
    for (const part of [pair, ...pair.split(":")]) secrets.learn(part);
  }
  // The pairs of a cookie or a signature. The names before `=` are harmless.
  for (const word of rest.split(/[\s,;]+/)) {
    const mark = word.indexOf("=");
    const own = mark < 0 ? word : word.slice(mark + 1).replaceAll('"', "");
    if (own.length >= MIN_UNKNOWN_CHARS || mark > 0) secrets.learn(own);
  }
}
