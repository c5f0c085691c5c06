// Property: with any chunks, the reader equals a model that has all bytes at once.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IncompleteReadError } from "../../src/streams/incomplete-read-error.ts";
import { LimitOverrunError } from "../../src/streams/limit-overrun-error.ts";
import { StreamReader } from "../../src/streams/stream-reader.ts";
import { separatorOf, SeparatorSearch } from "../../src/streams/separator-search.ts";
import { bytes, streamOf, text } from "./byte-stream.ts";
import { countedWork } from "./counted-work.ts";

type Read =
  | { readonly kind: "read"; readonly n: number }
  | { readonly kind: "readExactly"; readonly n: number }
  | { readonly kind: "readUntil"; readonly separator: string }
  | { readonly kind: "readLine" };

// Few letters, so that separators and their beginnings are everywhere.
const content = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 40 });
const separator = fc.oneof(
  fc.constantFrom("aab", "abab", "aabaaa", "\n\n"),
  fc.string({ unit: fc.constantFrom("a", "b", "\n"), minLength: 1, maxLength: 5 }),
);
const oneRead: fc.Arbitrary<Read> = fc.oneof(
  fc.record({ kind: fc.constant("read" as const), n: fc.oneof(fc.nat(12), fc.constant(Infinity)) }),
  fc.record({ kind: fc.constant("readExactly" as const), n: fc.nat(12) }),
  fc.record({ kind: fc.constant("readUntil" as const), separator }),
  fc.record({ kind: fc.constant("readLine" as const) }),
);

/** `whole`, cut at `cuts`. A repeated place gives an empty chunk. */
function cut(whole: string, cuts: readonly number[]): string[] {
  const places = cuts.map((place) => place % (whole.length + 1)).toSorted((a, b) => a - b);
  return [...places, whole.length].map((place, index) => whole.slice(places[index - 1] ?? 0, place));
}

interface Ended {
  readonly found?: string;
  readonly partial?: string;
  readonly expected?: number | undefined;
  readonly consumed?: number;
}

async function ended(reading: Promise<Uint8Array>): Promise<Ended> {
  try {
    return { found: text(await reading) };
  } catch (error) {
    if (error instanceof IncompleteReadError) return { partial: text(error.partial), expected: error.expected };
    if (error instanceof LimitOverrunError) return { consumed: error.consumed };
    throw error;
  }
}

function callToResult(reader: StreamReader, read: Read): Promise<Uint8Array> {
  if (read.kind === "readLine") return reader.readLine();
  return read.kind === "readUntil" ? reader.readUntil(read.separator) : reader[read.kind](read.n);
}

/** The expected result of `read` for `rest`. A read of up to n bytes may return any number up to n. */
function model(rest: string, read: Exclude<Read, { kind: "read" }>, limit: number): Ended {
  if (read.kind === "readExactly") {
    return rest.length < read.n ? { partial: rest, expected: read.n } : { found: rest.slice(0, read.n) };
  }
  const sought = read.kind === "readLine" ? "\n" : read.separator;
  const begin = rest.indexOf(sought);
  if (begin !== -1 && begin <= limit) return { found: rest.slice(0, begin + sought.length) };
  if (rest.length >= limit + sought.length) return { consumed: limit + 1 };
  return read.kind === "readLine" ? { found: rest } : { partial: rest, expected: undefined };
}

test("any reads of any bytes in any chunks equal reads of the whole", async () => {
  const cuts = fc.array(fc.nat(), { maxLength: 45 });
  const limits = fc.record({ limit: fc.integer({ min: 1, max: 20 }), maxBytes: fc.integer({ min: 1, max: 40 }) });
  await fc.assert(
    fc.asyncProperty(
      content,
      cuts,
      fc.array(oneRead, { maxLength: 12 }),
      limits,
      async (whole, places, reads, options) => {
        const reader = new StreamReader(streamOf(...cut(whole, places)), options);
        let rest = whole;
        for (const read of reads) {
          const seen = await ended(callToResult(reader, read));
          if (read.kind === "read" && read.n !== Infinity) {
            const length = seen.found?.length ?? -1;
            expect(seen).toEqual({ found: rest.slice(0, length) });
            expect(length).toBeGreaterThanOrEqual(Math.min(1, read.n, rest.length));
            expect(length).toBeLessThanOrEqual(read.n);
          } else if (read.kind === "read") {
            expect(seen).toEqual(rest.length > options.maxBytes ? { consumed: options.maxBytes + 1 } : { found: rest });
          } else expect(seen).toEqual(model(rest, read, options.limit));
          rest = rest.slice((seen.found ?? seen.partial ?? "").length);
        }
        expect(await rejoined(reader)).toBe(rest);
      },
    ),
    { numRuns: 3_000 },
  );
});

async function rejoined(reader: StreamReader): Promise<string> {
  let all = "";
  for (let part = await reader.read(7); part.length > 0; part = await reader.read(7)) all += text(part);
  expect(reader.atEnd).toBe(true);
  return all;
}

test("every way to cut aaab, around its separator aab, finds the same", async () => {
  const whole = "xaaab|aab";
  for (let ways = 0; ways < 2 ** (whole.length - 1); ways++) {
    const places = Array.from(whole, (_, index) => index).filter((index) => index > 0 && ways & (1 << (index - 1)));
    const reader = new StreamReader(streamOf(...cut(whole, places)));
    expect([text(await reader.readUntil("aab")), text(await reader.readUntil("aab"))]).toEqual(["xaaab", "|aab"]);
  }
});

test("a search reads each byte at most three times, with any separator and any chunks", () => {
  fc.assert(
    fc.property(content, separator, fc.integer({ min: 1, max: 9 }), (beginning, sought, size) => {
      const whole = bytes(beginning + sought.slice(0, -1).repeat(50));
      const search = new SeparatorSearch(separatorOf(sought), Infinity);
      let looks = 0;
      for (let begin = 0, end; begin < whole.length && end === undefined; begin += size) {
        const chunk = whole.subarray(begin, begin + size);
        const counted = new Proxy(chunk, {
          get(target, key) {
            if (key === "length") return target.length;
            if (key !== "indexOf") return (looks++, Reflect.get(target, key) as unknown);
            return (byte: number, from: number) => {
              const index = target.indexOf(byte, from);
              looks += (index === -1 ? target.length : index + 1) - from;
              return index;
            };
          },
        });
        end = search.next(counted);
      }
      expect(looks).toBeLessThanOrEqual(3 * whole.length);
    }),
  );
});

test("50 MB of lines are read once, copied only if a line spans chunks, and held one chunk at a time", async () => {
  const size = 65_536;
  const count = 763;
  const line = 499;
  const block = new Uint8Array(size).fill(97);
  let pulled = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (pulled === count * size) return controller.close();
        const chunk = block.slice();
        for (let index = line - 1 - (pulled % line); index < size; index += line) chunk[index] = 10;
        pulled += size;
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  const work = countedWork();
  let [read, lines, held] = [0, 0, 0];
  try {
    for await (const found of new StreamReader(stream)) {
      read += found.length;
      lines++;
      held = Math.max(held, pulled - read);
    }
  } finally {
    work.restore();
  }
  expect([read, lines]).toEqual([count * size, Math.ceil((count * size) / line)]);
  expect(work.searched()).toBeLessThanOrEqual(read);
  expect(work.copied()).toBeLessThanOrEqual(count * line);
  expect(held).toBeLessThanOrEqual(size + line);
}, 60_000);
