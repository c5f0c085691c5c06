// What a declared upstream is sent, as data: fixed parts as they are, everything else encoded.
import { UpstreamError } from "./call/outcome.ts";

/** A request to a declared upstream. */
export interface RequestParts {
  /** A fixed path, `/v1/forecast`, without a query; or its segments, `["v1", "page", title]`, each of which is encoded. */
  readonly path: `/${string}` | readonly (string | number)[];
  /** Encoded; `undefined` is left out, a list is repeated. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  /** GET by default, POST where there is `json` or `body`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: BodyInit;
}

type QueryValue = string | number | boolean;

/** The request as `scope.read` takes it. */
interface Prepared {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: BodyInit | null;
  /** What makes it the same as another; absent where it must not be taken for another's. */
  readonly id: string | undefined;
}

/**
 * Encodes `request` for `origin`.
 *
 * @throws `UpstreamError` with outcome `blocked` for a segment that would climb, vanish or cannot be encoded; `TypeError` for what no input
 * excuses: a query in a fixed path, a number that is none, a GET with a body.
 */
export function requestOf(upstream: string, origin: string, request: RequestParts): Prepared {
  const { path, query = {}, json } = request;
  const url = new URL(origin);
  if (typeof path === "string" && /[?#]/.test(path)) throw new TypeError(`${path} holds a query: use \`query\``);
  url.pathname = typeof path === "string" ? path : `/${path.map((part) => segment(upstream, told(part))).join("/")}`;
  for (const [name, value] of Object.entries(query)) {
    const list: readonly (QueryValue | undefined)[] = Array.isArray(value) ? value : [value as QueryValue];
    for (const one of list) {
      if (one !== undefined) url.searchParams.append(name, told(one));
    }
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries<string | undefined>(request.headers ?? {})) {
    if (value === undefined) throw new TypeError(`header ${name} of upstream ${JSON.stringify(upstream)} has no value`);
    headers.set(name, value);
  }
  if (json !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  const body = json === undefined ? (request.body ?? null) : JSON.stringify(json);
  const method = (request.method ?? (body === null ? "GET" : "POST")).toUpperCase();
  if (method === "GET" && body !== null) throw new TypeError("a GET request has no body");
  const id = method === "GET" ? JSON.stringify([url, ...headers]) : undefined;
  return { url, method, headers, body, id };
}

function segment(upstream: string, part: string): string {
  if (part !== "" && part !== "." && part !== ".." && part.isWellFormed()) return encodeURIComponent(part);
  throw new UpstreamError(upstream, "bad_path", `was not called: ${JSON.stringify(part)} cannot be part of a path`);
}

function told(value: QueryValue): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} is no number to ask with`);
  return String(value);
}
