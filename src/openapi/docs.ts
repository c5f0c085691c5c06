// Documentation of routes for the OpenAPI document. It is stored on handlers and middleware, and read after mounting.
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type * as z from "zod";

/** The answer of a route, by content type. */
export interface AnswerDocs {
  readonly description: string;
  /** @default 200 */
  readonly status?: number;
  /** The answer as one JSON document. */
  readonly json?: z.ZodType;
  /** A line of the answer as NDJSON. */
  readonly line?: z.ZodType;
  /** True if the answer is available as server-sent events, and as plain text. */
  readonly events?: boolean;
  readonly text?: boolean;
  /** True if the answer has the header `Gather-Complete`. */
  readonly complete?: boolean;
}

/** A problem of a route. */
export interface ProblemDocs {
  readonly description: string;
  /** The schema of the document, if it has extra members. */
  readonly schema?: z.ZodType;
}

/** A body that a route reads. */
export interface BodyDocs {
  readonly schema: z.ZodType;
  readonly example?: unknown;
  /** The schema of a line, if the body may also be NDJSON. */
  readonly line?: z.ZodType;
  readonly lineExample?: unknown;
}

/** Credentials for OpenAPI: `{ name: "session", scheme: { type: "apiKey", in: "cookie", name: "sid" } }`. */
export interface SecurityScheme {
  readonly name: string;
  readonly scheme: Readonly<Record<string, unknown>>;
}

/** Documentation from one handler. All handlers of a route add up, in order. */
export interface Docs {
  /** The name of the operation in generated clients. It also names the route's own schemas. @default from the path */
  readonly operationId?: string;
  readonly summary?: string;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  /** Headers that the route reads, with their meaning. All are optional. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON body, with an example for viewers. */
  readonly body?: BodyDocs;
  /** A function delays its schemas until the document is made. */
  readonly answer?: AnswerDocs | (() => AnswerDocs);
  /** Example values of parameters and headers, by name, unless their schema has an example or a default. */
  readonly examples?: Readonly<Record<string, unknown>>;
  /** The names that the query parameter `parts` may hold, if the route reads it. */
  readonly parts?: readonly string[];
  /** True if the caller needs a key. Or other credentials that the caller needs. */
  readonly keyed?: boolean | SecurityScheme;
  /** Bindings that the route needs. `/healthz` names those that are missing. */
  readonly needs?: readonly string[];
  /** The route's own deadline in milliseconds. */
  readonly deadlineMs?: number;
  /** Returns the cost of a request, for the route's own deadline. It is called when the document is made. */
  readonly price?: (deadlineMs: number | undefined) => object;
  /** Schemas that are used in several places, by their names in generated clients. */
  readonly schemas?: {
    readonly input?: Readonly<Record<string, z.ZodType>>;
    readonly output?: Readonly<Record<string, z.ZodType>>;
  };
  /** Problems by status. */
  readonly problems?: Readonly<Record<number, string | ProblemDocs>>;
}

const DOCS = Symbol("docs");

/** Stores `docs` on a handler and returns the handler. */
export function documented<H extends object>(handler: H, docs: Docs): H {
  return Object.assign(handler, { [DOCS]: docs });
}

/** Returns the documentation of a handler. */
export function docsOf(handler: object): Docs | undefined {
  return (handler as { readonly [DOCS]?: Docs })[DOCS];
}

/** Returns the documentation of the handlers that this request passes, in order. */
export function docsOfRequest(c: Context): readonly Docs[] {
  return matchedRoutes(c).flatMap(({ handler }) => docsOf(handler) ?? []);
}

/**
 * Returns middleware that only documents its route.
 *
 * @example
 * app.get("/hello", describe({ summary: "Prints, sleeps and prints again" }), handler);
 */
export function describe(docs: Docs): MiddlewareHandler {
  return documented((_c, next) => next(), docs);
}
