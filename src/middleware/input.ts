// Reads and validates the input of a request, before the handler sees it.
import { zValidator } from "@hono/zod-validator";
import type { Context, MiddlewareHandler, Next } from "hono";
import * as z from "zod";
import { gather } from "../gather/index.ts";
import { documented } from "../openapi/docs.ts";
import { faulty, invalid } from "../problems/field-problem.ts";
import { Problem } from "../problems/problem.ts";
import { decodeUtf8 } from "../streams/decode-utf8.ts";
import { isJsonType } from "../streams/json-type.ts";
import { LimitOverrunError } from "../streams/limit-overrun-error.ts";
import { JsonDepthError, MAX_JSON_DEPTH, parseJson } from "../streams/parse-json.ts";
import { type ReadRoom, readWhole } from "../streams/read-whole.ts";
import type { AppEnv } from "./scope.ts";
import { scopeOf } from "../upstream/request/call-context.ts";

/** Bytes of a request's body. */
const MAX_BODY_BYTES = 1_048_576;

/** Tells the client to send without compression (RFC 9110, section 12.5.3). */
const PLAIN_ONLY = { "Accept-Encoding": "identity" };

/**
 * Validates the query. The handler reads it, typed, with `c.req.valid("query")`.
 *
 * @example
 * app.get("/city", query(z.strictObject({ name: z.string() })), (c) => c.json(c.req.valid("query")));
 *
 * @throws {Problem} 400 with each invalid parameter.
 */
export function query<S extends z.ZodObject>(schema: S) {
  const validator = zValidator("query", schema, (result) => {
    if (!result.success) throw invalid("invalid-query", result.error);
  });
  return documented(validator, { query: schema, problems: { 400: "A query parameter is invalid" } });
}

/** Validates the path, for `c.req.valid("param")`. @throws {Problem} 400 with each invalid parameter. */
export function param<S extends z.ZodObject>(schema: S) {
  const validator = zValidator("param", schema, (result) => {
    if (!result.success) throw invalid("invalid-path", result.error);
  });
  return documented(validator, { params: schema, problems: { 400: "A parameter of the path or query is invalid" } });
}

/** A query parameter with a whole number. Typed clients write it as a numeric string. */
export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number<`${number}`>({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/** Options of a JSON body, besides its schema. */
interface JsonBodyOptions<Body> {
  /** An example for the OpenAPI document. */
  readonly example?: Body;
  /** Called before validation. It may change the parsed value, according to the text. */
  readonly amend?: (value: unknown, text: string) => void;
}

/**
 * Reads and validates a JSON body. The handler reads it, typed, with `c.req.valid("json")`.
 *
 * @throws {Problem} 415 for another content type or for compression, 413 for more than 1 MiB, 408 after the deadline.
 * @throws {Problem} 400 for a body that is not JSON in UTF-8, 422 with each invalid field.
 */
export function jsonBody<S extends z.ZodType>(
  schema: S,
  { example, amend }: JsonBodyOptions<z.input<S>> = {},
): MiddlewareHandler<AppEnv, string, { in: { json: z.input<S> }; out: { json: z.output<S> } }> {
  return documented(validJsonBody, { body: { schema, example }, problems: BODY_PROBLEMS });

  async function validJsonBody(
    c: Context<AppEnv, string, { in: { json: z.input<S> }; out: { json: z.output<S> } }>,
    next: Next,
  ): Promise<void> {
    const type = c.req.header("Content-Type");
    if (type === undefined || !isJsonType(type)) {
      const given = type === undefined ? "but there is none" : `not ${type}`;
      throw faulty("not-json", "Content-Type", `must be application/json, ${given}`);
    }
    const encoding = c.req.header("Content-Encoding")?.trim() ?? "";
    if (!/^(identity)?$/i.test(encoding))
      throw faulty("body-encoded", "Content-Encoding", `must be identity, not ${encoding}`, PLAIN_ONLY);
    const bytes = await withinDeadline(scopeOf(c.var.call).signal, () => capped(c));
    const text = decoded(bytes);
    const value = parse(text);
    amend?.(value, text);
    const parsed = await schema.safeParseAsync(value);
    if (!parsed.success) throw invalid("invalid-field", parsed.error);
    c.req.addValidatedData("json", parsed.data as object);
    await next();
  }
}

const BODY_PROBLEMS = {
  400: "The body is not JSON",
  408: "The body did not arrive in time",
  413: "The body is too large",
  415: "The body is not sent as JSON, or is compressed",
  422: "A field is invalid",
};

/** Reads a body before the deadline. @throws {Problem} 408 after the deadline, 400 for a body that breaks off. */
async function withinDeadline(signal: AbortSignal, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    const [bytes] = await gather([read], { signal, graceMs: 0 });
    return bytes;
  } catch (reason) {
    if (reason instanceof Problem) throw reason;
    if (signal.aborted) throw faulty("request-timeout", "(body)", "did not arrive in time");
    throw faulty("invalid-json", "(body)", "could not be read to its end");
  }
}

/** A client's body has its own limit. It does not count with the bodies of upstreams. */
const bounded = (): ReadRoom => ({ reading: 0, keep: () => undefined, drop: () => undefined });

async function capped(c: Context): Promise<Uint8Array> {
  const { body, headers } = c.req.raw;
  if (Number(headers.get("Content-Length")) > MAX_BODY_BYTES) throw bodyTooLarge();
  if (body === null) return new Uint8Array();
  try {
    return await readWhole(body as ReadableStream<Uint8Array>, MAX_BODY_BYTES, bounded());
  } catch (reason) {
    throw reason instanceof LimitOverrunError ? bodyTooLarge() : reason;
  }
}

function bodyTooLarge(): Problem {
  return faulty("body-too-large", "(body)", `may have at most ${MAX_BODY_BYTES} bytes`);
}

function decoded(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw faulty("invalid-json", "(body)", "is not UTF-8");
  }
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonDepthError)
      throw faulty("invalid-field", "(body)", `may nest ${MAX_JSON_DEPTH} levels deep`);
    throw faulty("invalid-json", "(body)", (error as SyntaxError).message);
  }
}
