// Property: with any spelling and any chunks, the readers equal a model that has the whole text at once.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ServerSentEvent } from "../../src/streams/event-parser.ts";
import { readEvents } from "../../src/streams/read-events.ts";
import { readJsonLines } from "../../src/streams/read-json-lines.ts";
import { readLines } from "../../src/streams/read-lines.ts";
import { bytes, streamOf } from "./byte-stream.ts";
import { collect } from "./collect.ts";
import { cutAt, joined, somePlaces } from "./cuts.ts";
import { eventStream } from "./event-spelling.ts";

/** Pieces of an event stream, some of which are parts of characters. */
const piece = fc.oneof(
  fc
    .constantFrom(
      "\n",
      "\r",
      "\r\n",
      "\n\n",
      "data",
      "event",
      "id",
      "retry",
      ":",
      " ",
      "\0",
      "7",
      "a",
      "é",
      "\uFEFF",
      "\u2028",
    )
    .map(bytes),
  fc.constantFrom(...[0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xef, 0xbb, 0xbf, 0xff].map((byte) => Uint8Array.of(byte))),
);
const rubbish = fc.array(piece, { maxLength: 60, size: "max" }).map(joined);
const limit = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(Infinity));

interface Line {
  readonly text: string;
  /** Its size, with a byte order mark at the stream's start. */
  readonly bytes: number;
  readonly ended: boolean;
}

/** The lines of `whole`: cut as Latin-1, in which each byte is a character. */
function linesOf(whole: Uint8Array, ends: RegExp): Line[] {
  const parts = Array.from(whole, (byte) => String.fromCharCode(byte))
    .join("")
    .split(ends);
  const lines = parts.map((part, index) => {
    const data = Uint8Array.from(part, (letter) => letter.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: index > 0 }).decode(data);
    return { text, bytes: data.length, ended: index < parts.length - 1 };
  });
  return lines.at(-1)?.bytes === 0 ? lines.slice(0, -1) : lines;
}

interface Modelled<T> {
  readonly items: T[];
  readonly message?: string;
}

function modelOfLines(whole: Uint8Array, most: number): Modelled<string> {
  const lines = linesOf(whole, /\r\n|\r|\n/);
  const long = lines.findIndex((line) => line.bytes > most);
  const items = lines.slice(0, long === -1 ? lines.length : long).map(({ text }) => text);
  return long === -1 ? { items } : { items, message: `line ${long + 1} has more than ${most} bytes` };
}

function modelOfEvents(whole: Uint8Array, most: number): Modelled<ServerSentEvent> {
  const items: ServerSentEvent[] = [];
  let [type, data, id, size] = ["", [] as string[], "", 0];
  let retry: { retry?: number } = {};
  for (const [index, line] of linesOf(whole, /\r\n|\r|\n/).entries()) {
    if (line.bytes > most) return { items, message: `line ${index + 1} has more than ${most} bytes` };
    if (!line.ended) break;
    if (line.text === "") {
      if (data.length > 0) items.push({ type: type || "message", data: data.join("\n"), id, ...retry });
      [type, data, size] = ["", [], 0];
      continue;
    }
    const [, field, value = ""] = /^([^:]*)(?::[ ]?(.*))?$/s.exec(line.text) ?? [];
    if (field === "") continue;
    size += line.bytes;
    if (size > most) return { items, message: `the event at line ${index + 1} has more than ${most} bytes` };
    if (field === "data") data.push(value);
    if (field === "event") type = value;
    if (field === "id" && !value.includes("\0")) id = value;
    if (field === "retry" && /^\d+$/.test(value)) retry = { retry: Math.min(Number(value), 2 ** 31 - 1) };
  }
  return { items };
}

async function seen<T>(source: AsyncIterable<T>): Promise<Modelled<T>> {
  const { items, error } = await collect(source);
  return error === undefined ? { items } : { items, message: (error as Error).message };
}

test("events in any legal spelling, cut anywhere, are read unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(eventStream, somePlaces, async ({ events, text }, places) => {
      const { items, error } = await collect(readEvents(streamOf(...cutAt(bytes(text), places))));
      expect([items, error]).toEqual([events, undefined]);
    }),
    { numRuns: 2_000 },
  );
});

test("any bytes with any limit, cut anywhere, give the events and the error of the standard's algorithm", async () => {
  await fc.assert(
    fc.asyncProperty(rubbish, somePlaces, limit, async (whole, places, maxEventBytes) => {
      const stream = streamOf(...cutAt(whole, places));
      expect(await seen(readEvents(stream, { maxEventBytes }))).toEqual(modelOfEvents(whole, maxEventBytes));
    }),
    { numRuns: 3_000 },
  );
});

test("any bytes with any limit, cut anywhere, give the lines of the whole", async () => {
  await fc.assert(
    fc.asyncProperty(rubbish, somePlaces, limit, async (whole, places, maxLineBytes) => {
      const stream = streamOf(...cutAt(whole, places));
      expect(await seen(readLines(stream, { maxLineBytes }))).toEqual(modelOfLines(whole, maxLineBytes));
    }),
    { numRuns: 3_000 },
  );
});

test("any JSON lines, with heartbeats and both line ends, cut anywhere, are read unchanged", async () => {
  const end = fc.constantFrom("\n", "\r\n");
  const line = fc.record({ value: fc.json(), indent: fc.constantFrom("", " ", "\t"), end });
  const beat = fc.record({ value: fc.constant(undefined), indent: fc.constantFrom("", " ", "\t\r"), end });
  const lines = fc.array(fc.oneof({ arbitrary: line, weight: 3 }, beat));
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), fc.boolean(), somePlaces, async (written, mark, cutEnd, places) => {
      const whole =
        (mark ? "\uFEFF" : "") + written.map((each) => each.indent + (each.value ?? "") + each.end).join("");
      const sent = cutEnd ? whole.replace(/\r?\n$/, "") : whole;
      const values = written.flatMap(({ value }) => (value === undefined ? [] : [JSON.parse(value) as unknown]));
      const stream = streamOf(...cutAt(bytes(sent), places));
      expect(await collect(readJsonLines(stream))).toEqual({ items: values });
    }),
    { numRuns: 2_000 },
  );
});
