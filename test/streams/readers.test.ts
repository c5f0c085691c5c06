// readLines, readEvents and readJsonLines: when they read, how much they hold, and which input they refuse.
import { describe, expect, test } from "vitest";
import { SizeLimitError } from "../../src/streams/size-limit-error.ts";
import { bytes, openStream, streamOf, text } from "./byte-stream.ts";
import { collect } from "./collect.ts";
import { countedWork } from "./counted-work.ts";
import { byteByByte, cutAt } from "./cuts.ts";
import { readers } from "./readers.ts";

describe.each(readers)("$name", ({ read, item, value, long }) => {
  test("yields an item as soon as its end has come", async () => {
    const { stream, send } = openStream();
    const items = read(stream);
    send(item);
    expect(await items.next()).toEqual({ done: false, value });
  });

  test("pulls a chunk only when an item is asked for", async () => {
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>(
      { pull: (controller) => (pulled++, controller.enqueue(bytes(item + item))) },
      { highWaterMark: 0 },
    );
    const items = read(source);
    expect(pulled).toBe(0);
    await items.next();
    await items.next();
    expect(pulled).toBe(1);
    await items.return();
  });

  test("yields nothing for an empty stream and for no body", async () => {
    expect([await collect(read(streamOf())), await collect(read(null))]).toEqual([{ items: [] }, { items: [] }]);
  });

  test("reads the body of a response and leaves it unlocked", async () => {
    const { body } = new Response(item + item);
    expect(await collect(read(body))).toEqual({ items: [value, value] });
    expect(body?.locked).toBe(false);
  });

  test("R13 keeps no memory of a chunk, so its source may reuse it", async () => {
    const data = bytes(item.repeat(5));
    const chunk = new Uint8Array(4_096);
    let [sent, size] = [0, 1];
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          chunk.fill(0xff);
          if (sent === data.length) return controller.close();
          chunk.set(data.subarray(sent, sent + size));
          controller.enqueue(chunk.subarray(0, Math.min(size, data.length - sent)));
          sent = Math.min(sent + size, data.length);
          size = (size % 3) + 1;
        },
      },
      { highWaterMark: 0 },
    );
    expect(await collect(read(source))).toEqual({ items: [value, value, value, value, value] });
  });

  test("R13 reads each byte of a long item at most twice, and copies it at most three times, in chunks of any size", async () => {
    for (const size of [1, 1_000, Infinity]) {
      const data = bytes(long("x".repeat(20_000)));
      const places = Array.from({ length: Math.floor(data.length / size) }, (_, index) => (index + 1) * size);
      const chunks = cutAt(data, places);
      const work = countedWork();
      try {
        expect((await collect(read(streamOf(...chunks)))).items).toHaveLength(1);
      } finally {
        work.restore();
      }
      expect(work.searched()).toBeLessThanOrEqual(2 * data.length);
      expect(work.copied()).toBeLessThanOrEqual(3 * data.length);
    }
  });

  test("7 bytes pass a limit of 7; over a limit of 6, in any chunks, the error ends the loop and cancels the stream", async () => {
    const chunks = byteByByte(item);
    for (const source of [streamOf(item + item), streamOf(...chunks, ...chunks)])
      expect(await collect(read(source, { limit: 7 }))).toEqual({ items: [value, value] });
    for (const sent of [[bytes(item)], chunks, chunks.slice(0, 7)]) {
      const { stream, send, cancelled } = openStream();
      for (const chunk of sent) send(text(chunk));
      const { items, error } = await collect(read(stream, { limit: 6 }));
      expect([items, cancelled]).toEqual([[], [error]]);
      expect(error).toBeInstanceOf(SizeLimitError);
      expect(error).toMatchObject({ maxBytes: 6, message: "line 1 has more than 6 bytes" });
    }
  });

  test.each([0, -1, 1.5, NaN])("refuses a limit of %d bytes at once", (limit) => {
    expect(() => read(streamOf(), { limit })).toThrow(RangeError);
  });

  test("refuses a stream that is locked, and chunks that are not bytes", async () => {
    const locked = streamOf(item);
    locked.getReader();
    expect((await collect(read(locked))).error).toBeInstanceOf(TypeError);
    const strings = new Response(item).body?.pipeThrough(
      new TextDecoderStream(),
    ) as unknown as ReadableStream<Uint8Array>;
    expect((await collect(read(strings))).error).toEqual(
      new TypeError("a byte stream must yield Uint8Array chunks, not string"),
    );
  });
});
