// What a route's middleware and handler say of themselves for the OpenAPI document. It is read from the functions that hono has mounted.
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type * as z from "zod";

/** How a route answers, by the type of its content. */
export interface AnswerDocs {
  readonly description: string;
  /** @default 200 */
  readonly status?: number;
  /** The answer as one JSON document. */
  readonly json?: z.ZodType;
  /** A line of the answer as NDJSON. */
  readonly line?: z.ZodType;
  /** Whether it can be had as server-sent events, and as plain text. */
  readonly events?: boolean;
  readonly text?: boolean;
  /** Whether it says by `Gather-Complete` that nothing is missing. */
  readonly complete?: boolean;
}

/** A problem that a route answers with. */
export interface ProblemDocs {
  readonly description: string;
  /** The document, where it has more members than a problem has in any case. */
  readonly schema?: z.ZodType;
}

/** A body that a route reads. */
export interface BodyDocs {
  readonly schema: z.ZodType;
  readonly example?: unknown;
  /** A line of the body, if it may be NDJSON as well. */
  readonly line?: z.ZodType;
  readonly lineExample?: unknown;
}

/** Credentials as OpenAPI describes them: `{ name: "session", scheme: { type: "apiKey", in: "cookie", name: "sid" } }`. */
export interface SecurityScheme {
  readonly name: string;
  readonly scheme: Readonly<Record<string, unknown>>;
}

/** A part of what is said of a route. Parts are put together in the order in which its handlers stand. */
export interface Docs {
  /** What generated clients call it; made from the path by default. Schemas that only this route has are named after it. */
  readonly operationId?: string;
  readonly summary?: string;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  /** Headers that the route reads, each with what it means. None is required. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON body, with an example that a viewer can send. */
  readonly body?: BodyDocs;
  /** A function where its schemas are not needed but for the document. */
  readonly answer?: AnswerDocs | (() => AnswerDocs);
  /** Values to show for parameters and headers, by name, unless their schema has an example or a default. */
  readonly examples?: Readonly<Record<string, unknown>>;
  /** The names that the query parameter `parts` may hold, where the route reads it. */
  readonly parts?: readonly string[];
  /** Whether the caller needs a key, or other credentials. */
  readonly keyed?: boolean | SecurityScheme;
  /** Bindings without which the route cannot answer. `/healthz` names those that are missing. */
  readonly needs?: readonly string[];
  /** The route's own deadline in milliseconds. */
  readonly deadlineMs?: number;
  /** What a request costs, given the route's own deadline. It is made when the document is. */
  readonly price?: (deadlineMs: number | undefined) => object;
  /** Schemas within those above that several places use, by the names that generated clients know them by. */
  readonly schemas?: {
    readonly input?: Readonly<Record<string, z.ZodType>>;
    readonly output?: Readonly<Record<string, z.ZodType>>;
  };
  /** By status. */
  readonly problems?: Readonly<Record<number, string | ProblemDocs>>;
}

const DOCS = Symbol("docs");

/** Writes `docs` on a handler and returns the handler. */
export function documented<H extends object>(handler: H, docs: Docs): H {
  return Object.assign(handler, { [DOCS]: docs });
}

/** What is written on a handler. */
export function docsOf(handler: object): Docs | undefined {
  return (handler as { readonly [DOCS]?: Docs })[DOCS];
}

/** What is written on the handlers that this request passes, in their order. */
export function docsOfRequest(c: Context): readonly Docs[] {
  return matchedRoutes(c).flatMap(({ handler }) => docsOf(handler) ?? []);
}

/** A middleware that does nothing but say something of its route: `app.get("/hello", describe({ summary: "…" }), handler)`. */
export function describe(docs: Docs): MiddlewareHandler {
  return documented((_c, next) => next(), docs);
}
