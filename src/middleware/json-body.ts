// Reads a JSON body, within a limit for its size and its time, and validates it before the handler.
import type { Context, MiddlewareHandler, Next } from "hono";
import type * as z from "zod";
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
 * @example
 * app.post("/sum", jsonBody(z.array(z.number())), (c) => c.json(c.req.valid("json").length));
 *
 * @throws {Problem} 415 for another content type or for compression.
 * @throws {Problem} 413 for more than 1 MiB.
 * @throws {Problem} 408 for a body that does not arrive before the deadline.
 * @throws {Problem} 400 for a body that is not JSON in UTF-8.
 * @throws {Problem} 422 with each invalid field.
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
