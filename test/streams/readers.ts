// The readers of streams, for the tests of their common contract.
import { readEvents } from "../../src/streams/read-events.ts";
import { readJsonLines } from "../../src/streams/read-json-lines.ts";
import { readLines } from "../../src/streams/read-lines.ts";

export interface Reader {
  readonly name: string;
  readonly read: (
    stream: ReadableStream<Uint8Array> | null,
    options?: { readonly signal?: AbortSignal; readonly limit?: number },
  ) => AsyncGenerator<unknown, void, undefined>;
  /** One item of 7 bytes and line ends, and its value. */
  readonly item: string;
  readonly value: unknown;
  /** An item that holds this text. */
  readonly long: (text: string) => string;
}

export const readers: readonly Reader[] = [
  {
    name: "readLines",
    read: (stream, { signal, limit } = {}) => readLines(stream, { signal, maxLineBytes: limit }),
    item: "abcdefg\n",
    value: "abcdefg",
    long: (text) => `${text}\n`,
  },
  {
    name: "readEvents",
    read: (stream, { signal, limit } = {}) => readEvents(stream, { signal, maxEventBytes: limit }),
    item: "data: a\n\n",
    value: { type: "message", data: "a", id: "" },
    long: (text) => `data: ${text}\n\n`,
  },
  {
    name: "readJsonLines",
    read: (stream, { signal, limit } = {}) => readJsonLines(stream, { signal, maxLineBytes: limit }),
    item: "[1,2,3]\n",
    value: [1, 2, 3],
    long: (text) => `"${text}"\n`,
  },
];
