// From the bytes of a message to what a person reads in a file.
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { isJsonType } from "../../src/streams/json-type.ts";
import type { Piece } from "./exchange.ts";
import { parsed } from "./parsed.ts";
import { MAX_BODY_BYTES, type RecordedBody } from "./recording.ts";

const CODINGS: Readonly<Record<string, (bytes: Uint8Array, limit: { maxOutputLength: number }) => Uint8Array>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** Bodies whose lines arrive one by one. */
const STREAMED = /^(text\/event-stream|application\/(x-)?(ndjson|jsonl|jsonlines|json-lines))\s*(;|$)/i;

/** Whether a body of this type is a stream of lines. */
export function isStreamed(contentType: string): boolean {
  return STREAMED.test(contentType);
}

/** Removes the content coding. @throws `Error` for an unknown coding, and for a body that is broken or too large. */
export function plainBytes(bytes: Uint8Array, coding: string): Uint8Array {
  const name = coding.trim().toLowerCase();
  if (name === "" || name === "identity") return bytes;
  const decompress = CODINGS[name];
  if (decompress === undefined) throw new Error(`its content coding ${name} is not known`);
  try {
    return decompress(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch {
    throw new Error(`its ${name} body is broken, or over ${MAX_BODY_BYTES} bytes`);
  }
}

/** The most readable form that keeps the body; `undefined` for an empty one. `pieces` are what came, and when. */
export function decodeBody(pieces: readonly Piece[], contentType: string, coding = ""): RecordedBody | undefined {
  const bytes = plainBytes(Buffer.concat(pieces.map((piece) => piece.bytes)), coding);
  if (bytes.byteLength === 0) return undefined;
  const text = utf8(bytes, contentType);
  if (text === undefined) return { base64: Buffer.from(bytes).toString("base64") };
  if (isStreamed(contentType)) return { lines: linesOf(text, coding === "" ? pieces : []) };
  const json = isJsonType(contentType) ? parsed(text) : undefined;
  return json === undefined ? { text } : { json };
}

function utf8(bytes: Uint8Array, contentType: string): string | undefined {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Cuts `text` after each line, with the time at which the line's last byte came. */
function linesOf(text: string, pieces: readonly Piece[]): { atMs: number; text: string }[] {
  let byteLength = 0;
  const arrivals = pieces.map(({ atMs, bytes }) => ({ atMs, end: (byteLength += bytes.byteLength) }));
  let at = 0;
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
    at += Buffer.byteLength(line);
    return { atMs: arrivals.find(({ end }) => end >= at)?.atMs ?? 0, text: line };
  });
}
