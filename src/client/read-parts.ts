// Reads the stream of a merged answer, part by part. It runs wherever `fetch` runs: in browsers, Node or Workers.
import { ndjsonTypes } from "../streams/ndjson.ts";
import { readEvents } from "../streams/read-events.ts";
import { readJsonLines } from "../streams/read-json-lines.ts";
import type { PartLine } from "./part-line.ts";
import { ProblemError } from "./problem-error.ts";
import type { ProblemDocument } from "../problems/problem.ts";

/** Bytes of one part. The Worker writes no larger answer. */
const MAX_PART_BYTES = 33_554_432;

/** Characters of an error page that are kept. */
const MAX_DETAIL_CHARS = 200;

/** The members of a response that are needed. The responses of `fetch` and of Hono's client have them. */
interface StreamedResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly text: () => Promise<string>;
}

/** Options of `readParts`. */
interface ReadPartsOptions {
  /** Aborts the loop with its reason and cancels the stream, even while the loop waits. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the parts of a merged answer as they come, then its summary. `Route` is the type of the route. The `key` of a
 * part decides the type of its value. Ask for `application/x-ndjson` or `text/event-stream`.
 *
 * Leaving the loop early cancels the stream, and with it the remaining calls of the Worker.
 *
 * @example
 * const response = await client.city.$get({ query }, { headers: { Accept: "application/x-ndjson" } });
 * for await (const line of readParts<typeof city>(response)) {
 *   if (line.type === "summary") console.log(line.complete);
 *   else if (line.key === "weather") console.log(line.value?.temperatureC ?? line.message);
 * }
 *
 * @throws {ProblemError} for an answer that is a problem.
 * @throws {TypeError} for an answer that is not a stream.
 * @throws {Error} for a stream that ends before its summary.
 * @throws The reason of `signal`, and all errors of `readJsonLines` and `readEvents`.
 *
 * Caveat: a failure after the first part is not thrown. It is the `problem` of the summary.
 */
export async function* readParts<Route>(
  response: StreamedResponse,
  options: ReadPartsOptions = {},
): AsyncGenerator<PartLine<Route>, void, undefined> {
  if (!response.ok) throw new ProblemError(await problemOf(response));
  let isWhole = false;
  for await (const line of linesOf(response, options)) {
    isWhole = (line as { readonly type?: unknown }).type === "summary";
    yield line as PartLine<Route>;
  }
  if (!isWhole) throw new Error("the stream ended before its summary");
}

async function* linesOf(response: StreamedResponse, { signal }: ReadPartsOptions): AsyncGenerator<object> {
  const type = response.headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "text/event-stream") {
    const events = readEvents(response.body, { signal, maxEventBytes: MAX_PART_BYTES });
    for await (const event of events) yield { type: event.type, ...(JSON.parse(event.data) as object) };
  } else if (ndjsonTypes.some((lines) => lines === type)) {
    yield* readJsonLines(response.body, { signal, maxLineBytes: MAX_PART_BYTES }) as AsyncGenerator<object>;
  } else {
    await response.body?.cancel();
    throw new TypeError(`the answer is ${type || "empty"}: send Accept: application/x-ndjson or text/event-stream`);
  }
}

/** Reads the problem of a response. If a proxy has answered instead of the Worker, it makes one. */
async function problemOf(response: StreamedResponse): Promise<ProblemDocument> {
  const text = await response.text();
  if (response.headers.get("Content-Type") === "application/problem+json") return JSON.parse(text) as ProblemDocument;
  const detail = text.slice(0, MAX_DETAIL_CHARS);
  return { type: "about:blank", title: "The request failed", status: response.status, detail };
}
