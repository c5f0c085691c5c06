// What a declared upstream is sent, as data: fixed parts as they are, everything else encoded.
import { UpstreamError } from "./outcome.ts";

/** A request to a declared upstream. */
export interface UpstreamRequest {
  /** A fixed path, `/v1/forecast`; or its segments, `["v1", "page", title]`, each of which is encoded. */
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

/** Encodes `request` for `origin`. @throws `UpstreamError` with outcome `blocked` for a segment that would climb or vanish. */
export function requestOf(upstream: string, origin: string, request: UpstreamRequest): Prepared {
  const { path, query = {}, json } = request;
  const url = new URL(origin);
  url.pathname = typeof path === "string" ? path : `/${path.map((part) => segment(upstream, String(part))).join("/")}`;
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, String(one));
    }
  }
  const headers = new Headers(request.headers);
  if (json !== undefined && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  const body = json === undefined ? (request.body ?? null) : JSON.stringify(json);
  const method = request.method ?? (body === null ? "GET" : "POST");
  const id = method === "GET" ? JSON.stringify([url, ...headers]) : undefined;
  return { url, method, headers, body, id };
}

function segment(upstream: string, part: string): string {
  if (part !== "" && part !== "." && part !== "..") return encodeURIComponent(part);
  throw new UpstreamError(upstream, "blocked", `was not called: ${JSON.stringify(part)} cannot be part of a path`);
}
