// Writes JSON answers that hold bodies of upstreams. Small answers are one text. Large ones are sent in pieces, so
// that no body is in memory twice.
import type { Context, TypedResponse } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JSONParsed } from "hono/utils/types";
import { type JsonPiece, textOf, writeJson } from "../streams/write-json.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { scopeOf } from "../upstream/call-context.ts";

/** An answer of fewer characters is one text. */
const MAX_TEXT_LENGTH = 1_048_576;

/** Small pieces are joined until they have this many characters. */
const LEAST_CHUNK_LENGTH = 65_536;

/** Levels of an answer that are taken apart: the answer, its results, and each result. */
const LEVELS = 2;

/** Answers with `value` as JSON, like `c.json`, but leaves each `RawJson` in its results unchanged. */
export function documentOf<T extends object>(
  c: Context<AppEnv>,
  value: T,
  status: ContentfulStatusCode,
  headers: Record<string, string>,
): Response & TypedResponse<JSONParsed<T>, 200, "json"> {
  return c.body(writtenJson(c, value), status, { ...headers, "Content-Type": "application/json" }) as never;
}

/** Returns `value` as the body of an answer. Its bodies stay counted until the client has received them or left. */
export function writtenJson(c: Context<AppEnv>, value: object): string | ReadableStream<Uint8Array> {
  const pieces = writeJson(value, LEVELS);
  const text = gathered(pieces, MAX_TEXT_LENGTH);
  if (text.length < MAX_TEXT_LENGTH) return text;
  const giveBack = scopeOf(c.var.call).bodies.outlive();
  const encoder = new TextEncoder();
  let next = text;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (next === "") {
          giveBack();
          return controller.close();
        }
        controller.enqueue(encoder.encode(next));
        next = gathered(pieces, LEAST_CHUNK_LENGTH);
      },
      cancel: giveBack,
    },
    { highWaterMark: 0 },
  );
}

/** Returns the text of the next pieces: at least `least` characters, fewer at the end. */
function gathered(pieces: Iterator<JsonPiece, void>, least: number): string {
  let text = "";
  while (text.length < least) {
    const { value, done } = pieces.next();
    if (done === true) return text;
    text += textOf(value);
  }
  return text;
}
