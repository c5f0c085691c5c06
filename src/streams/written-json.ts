// Writes JSON answers that contain bodies of upstreams. A small answer is one text. A large one is sent in pieces, so
// that no body is in memory twice.
import { type JsonPiece, textOf, writeJson } from "./write-json.ts";

/** Answers with fewer characters are sent as one text. */
const MAX_TEXT_LENGTH = 1_048_576;

/** Small pieces are joined until they have this many characters. */
const LEAST_CHUNK_LENGTH = 65_536;

/** Levels to take apart: the answer, its results, and each result. */
const LEVELS = 2;

/**
 * Returns `value` as JSON, for the body of an answer. Each `RawJson` in its results stays unchanged.
 *
 * For a stream, it calls `hold`. The function that `hold` returns is called when the client has received everything or
 * has left.
 */
export function writtenJson(value: object, hold: () => () => void): string | ReadableStream<Uint8Array> {
  const pieces = writeJson(value, LEVELS);
  const text = gathered(pieces, MAX_TEXT_LENGTH);
  if (text.length < MAX_TEXT_LENGTH) return text;
  const letGo = hold();
  const encoder = new TextEncoder();
  let next = text;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (next === "") {
          letGo();
          return controller.close();
        }
        controller.enqueue(encoder.encode(next));
        next = gathered(pieces, LEAST_CHUNK_LENGTH);
      },
      cancel: letGo,
    },
    { highWaterMark: 0 },
  );
}

/** Returns the text of the next pieces: at least `least` characters, or fewer at the end. */
function gathered(pieces: Iterator<JsonPiece, void>, least: number): string {
  let text = "";
  while (text.length < least) {
    const { value, done } = pieces.next();
    if (done === true) return text;
    text += textOf(value);
  }
  return text;
}
