// The body of an upload as lines: decompressed, bounded, digested on the way, and read no faster than its lines are
// taken.
import type { Context } from "hono";
import { faulty } from "../../problems/field-problem.ts";
import { Problem } from "../../problems/problem.ts";
import { invalidBody, notRequests } from "./job-problems.ts";
import type { AppEnv } from "../../middleware/scope.ts";
import { LimitOverrunError } from "../../streams/limit-overrun-error.ts";
import { StreamReader } from "../../streams/stream-reader.ts";
import { lineProblem } from "./check-line.ts";

/** Bytes of a line: a chunk of requests must fit into a row. */
const MAX_LINE_BYTES = 65_536;

/** Bytes of an upload when decompressed: what comes over the wire is bounded by the platform, at 100 MB. */
const MAX_UPLOAD_BYTES = 536_870_912;

/** Milliseconds that a client may be silent within its upload. */
const MAX_SILENCE_MS = 30_000;

const NDJSON = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)\s*(;|$)/i;
const GZIP = /^(x-)?gzip$/i;

/** Returns true if the content type is NDJSON. */
export function isNdjson(c: Context<AppEnv>): boolean {
  return NDJSON.test(c.req.header("Content-Type") ?? "");
}

/** An upload that is being read. */
export interface UploadBody {
  /**
   * Its lines that are not blank, each with its number, counted from 1. @throws `Problem` for what cannot be read, or
   * is too much.
   */
  readonly lines: AsyncGenerator<{ readonly text: string; readonly number: number }>;
  /** The digest of all bytes, in hex, once they have been read. */
  readonly digest: () => Promise<string>;
  /** Lets go of what has not been read. */
  readonly cancel: () => Promise<void>;
}

/** Opens the body of a request. @throws `Problem` 415 for a coding other than gzip. */
export function openUpload(c: Context<AppEnv>): UploadBody {
  const coding = c.req.header("Content-Encoding")?.trim() ?? "";
  const packed = GZIP.test(coding);
  if (!packed && !/^(identity)?$/i.test(coding))
    throw faulty(notRequests, "Content-Encoding", `must be gzip or absent, not ${coding}`, {
      "Accept-Encoding": "gzip",
    });
  const body = c.req.raw.body ?? new Blob([]).stream();
  const digest = new crypto.DigestStream("SHA-256");
  const digested = digest.getWriter();
  const silence = new AbortController();
  let bytes = 0;
  let heardAt = Date.now();
  const metered = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      heardAt = Date.now();
      bytes += chunk.byteLength;
      if (bytes > MAX_UPLOAD_BYTES)
        throw faulty("body-too-large", "(body)", `may have at most ${MAX_UPLOAD_BYTES} bytes when decompressed`);
      await digested.write(chunk);
      controller.enqueue(chunk);
    },
    flush: () => digested.close(),
  });
  // Types of the runtime let the stream have chunks of any buffer; the body's are bytes.
  const plain = packed
    ? body.pipeThrough(new DecompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>)
    : body;
  const reader = new StreamReader(plain.pipeThrough(metered), { limit: MAX_LINE_BYTES });
  return {
    lines: lines(),
    digest: async () => new Uint8Array(await digest.digest).toHex(),
    cancel: () => reader[Symbol.asyncDispose](),
  };

  async function* lines(): UploadBody["lines"] {
    const watch = setInterval(() => {
      if (Date.now() - heardAt > MAX_SILENCE_MS) silence.abort();
    }, 1_000);
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
    try {
      for (let number = 1; ; number++) {
        const line = await readLine(number);
        if (line.length === 0) return;
        const text = decodeLine(decoder, line, number).trim();
        if (text !== "") yield { text, number };
      }
    } finally {
      clearInterval(watch);
    }
  }

  async function readLine(number: number): Promise<Uint8Array> {
    try {
      return await reader.readLine(silence);
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error instanceof LimitOverrunError)
        throw lineProblem(number, `may have at most ${MAX_LINE_BYTES} bytes`, undefined, "body-too-large");
      if (silence.signal.aborted)
        throw faulty("request-timeout", "(body)", `did not arrive: nothing came for ${MAX_SILENCE_MS / 1_000} s`);
      const what = packed ? "is not gzip, or was cut short" : "could not be read to its end";
      throw faulty(invalidBody, "(body)", `${what} (line ${number})`);
    }
  }
}

function decodeLine(decoder: TextDecoder, line: Uint8Array, number: number): string {
  try {
    return decoder.decode(line);
  } catch {
    throw lineProblem(number, "is not UTF-8");
  }
}
