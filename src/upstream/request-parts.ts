// Builds the request to a declared upstream. Fixed parts stay unchanged; everything else is encoded.
import { UpstreamError } from "./call/outcome.ts";

/** Any method. Naming some keeps a literal from becoming a string, so that a GET is known to be one. */
type Method = "GET" | "POST" | (string & {});

/** A request to a declared upstream. */
export interface RequestParts {
  /** A fixed path without a query, `/v1/forecast`, or a list of segments to encode, `["v1", "page", title]`. */
  readonly path: `/${string}` | readonly (string | number)[];
  /** Encoded. `undefined` is left out; a list is repeated. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  /** GET by default, POST where there is `json` or `body`. */
  readonly method?: Method;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: BodyInit;
}

type QueryValue = string | number | boolean;

/** The request in the form that `scope.read` takes. */
interface Prepared {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string> | undefined;
  readonly body: BodyInit | null;
  /** Equal requests have equal ids. Absent if the answer must not be shared. */
  readonly id: string | undefined;
}

/** Fixed paths that `URL` leaves unchanged. Other paths go through `URL`. */
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w\-.~!$&'()*+,;=:@]*)+$/;

/** Names and values of a query that need no encoding. */
const PLAIN = /^[\w.*-]*$/;

/**
 * Encodes `request` for `origin`, which has no slash at its end.
 *
 * @throws {UpstreamError} with outcome `blocked` for a path segment that is empty, `.`, `..`, or cannot be encoded.
 * @throws {TypeError} for a mistake in the declaration: a query in a fixed path, a number that is not finite, a GET
 * with a body.
 */
export function requestOf(upstream: string, origin: string, request: RequestParts): Prepared {
  const { path, query, json } = request;
  const url = origin + pathOf(upstream, path) + (query === undefined ? "" : queryOf(query));
  const headers = headersOf(upstream, request);
  const body = json === undefined ? (request.body ?? null) : JSON.stringify(json);
  const method = (request.method ?? (body === null ? "GET" : "POST")).toUpperCase();
  if (method === "GET" && body !== null) throw new TypeError("a GET request has no body");
  const id = method === "GET" ? (headers === undefined ? url : JSON.stringify([url, headers])) : undefined;
  return { url, method, headers, body, id };
}

function pathOf(upstream: string, path: RequestParts["path"]): string {
  if (typeof path !== "string") return `/${path.map((part) => segment(upstream, textOf(part))).join("/")}`;
  if (PLAIN_PATH.test(path)) return path;
  if (/[?#]/.test(path)) throw new TypeError(`${path} holds a query: use \`query\``);
  const url = new URL("https://upstream.invalid");
  url.pathname = path;
  return url.pathname;
}

/** Returns the query, encoded like a form, with its question mark unless it is empty. */
function queryOf(query: NonNullable<RequestParts["query"]>): string {
  let text = "";
  for (const name in query) {
    const given = query[name];
    const values = (Array.isArray(given) ? given : [given]) as readonly (QueryValue | undefined)[];
    for (const value of values) {
      if (value === undefined) continue;
      text += `${text === "" ? "?" : "&"}${pairOf(name, textOf(value))}`;
    }
  }
  return text;
}

function pairOf(name: string, value: string): string {
  return PLAIN.test(name) && PLAIN.test(value) ? `${name}=${value}` : new URLSearchParams([[name, value]]).toString();
}

/** Returns the headers with lower-case names, sorted, so that equal requests have equal ids. */
function headersOf(upstream: string, { headers: given, json }: RequestParts): Record<string, string> | undefined {
  if (given === undefined) return json === undefined ? undefined : { "content-type": "application/json" };
  const headers = new Headers();
  for (const [name, value] of Object.entries<string | undefined>(given)) {
    if (value === undefined) throw new TypeError(`header ${name} of upstream ${JSON.stringify(upstream)} has no value`);
    headers.set(name, value);
  }
  if (json !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  return Object.fromEntries(headers);
}

function segment(upstream: string, part: string): string {
  if (part !== "" && part !== "." && part !== ".." && part.isWellFormed()) return encodeURIComponent(part);
  throw new UpstreamError(upstream, "bad_path", `was not called: ${JSON.stringify(part)} cannot be part of a path`);
}

function textOf(value: QueryValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} cannot be part of a request`);
  return String(value);
}
