// Reading a stream to its end: its memory, and its errors.
import { expect, test } from "vitest";
import { LimitOverrunError } from "../../src/streams/limit-overrun-error.ts";
import { type ReadRoom, readWhole } from "../../src/streams/read-whole.ts";
import { bytes, openStream, streamOf, text } from "./byte-stream.ts";

/** Unlimited room that records its calls. */
function countedRoom(mostBytes = Infinity): ReadRoom & { readonly held: () => number } {
  let held = 0;
  return {
    reading: 0,
    keep(count) {
      if (held + count > mostBytes) throw new Error("no room");
      held += count;
    },
    drop: (count) => void (held -= count),
    held: () => held,
  };
}

/** A byte stream like the runtime's: it fills a given buffer, `total` bytes in all, `size` at a time. */
function filledBytes(total: number, size: number): ReadableStream<Uint8Array> {
  let left = total;
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller: ReadableByteStreamController) {
      const request = controller.byobRequest;
      const view = request?.view as Uint8Array;
      const count = Math.min(size, left, view.byteLength);
      left -= count;
      if (count > 0) return request?.respond(count);
      controller.close();
      request?.respond(0);
    },
  });
  return stream;
}

test.each([1, 16, 1_000, 100_000])(
  "R13 a stream of bytes fills buffers that grow, %i bytes at a time",
  async (size) => {
    const stream = filledBytes(100_000, size);
    const room = countedRoom();
    const whole = await readWhole(stream, 1_000_000, room);
    expect([whole.byteLength, whole.buffer.byteLength, room.held(), room.reading]).toEqual([
      100_000, 100_000, 100_000, 0,
    ]);
  },
);

test("R13 chunks of one byte become one piece of memory", async () => {
  const chunks = Array.from({ length: 5_000 }, () => new Uint8Array(4_096).fill(97).subarray(0, 1));
  const whole = await readWhole(streamOf(...chunks), 1_000_000, countedRoom());
  expect([text(whole), whole.buffer.byteLength <= 10_000]).toEqual(["a".repeat(5_000), true]);
});

test("a short stream keeps no more memory than it needs", async () => {
  const stream = filledBytes(10, 10);
  expect((await readWhole(stream, 100, countedRoom())).buffer.byteLength).toBe(10);
  expect((await readWhole(streamOf(), 100, countedRoom())).byteLength).toBe(0);
});

test.each([99, 100])("a stream over the limit of %i bytes is cancelled, and none of it is kept", async (maxBytes) => {
  for (const stream of [filledBytes(100, 7), streamOf(...Array<string>(100).fill("x"))]) {
    const room = countedRoom();
    const read = readWhole(stream, maxBytes, room);
    if (maxBytes === 100) expect((await read).byteLength).toBe(100);
    else {
      await expect(read).rejects.toThrow(LimitOverrunError);
      expect([room.held(), room.reading]).toEqual([0, 0]);
    }
  }
});

test("R12 a stream without room is cancelled with the reason, and its room is given back", async () => {
  const { stream, send, cancelled } = openStream();
  const room = countedRoom(5);
  const read = readWhole(stream, 100, room);
  send("abc");
  send("def");
  await expect(read).rejects.toThrow("no room");
  expect([room.held(), cancelled]).toEqual([0, [new Error("no room")]]);
});

test("a stream that fails gives its room back", async () => {
  const { stream, send, fail } = openStream();
  const room = countedRoom();
  const read = readWhole(stream, 100, room);
  send("abc");
  const reason = new Error("broken");
  fail(reason);
  await expect(read).rejects.toBe(reason);
  expect([room.held(), room.reading]).toEqual([0, 0]);
});

test("R13 a thousand reads that wait hold a few small buffers each, not the largest", async () => {
  const room = countedRoom();
  const streams = Array.from({ length: 1_000 }, () => openStream());
  const reads = streams.map(({ stream }) => readWhole(stream, 1_000_000, room));
  expect(room.reading).toBeLessThan(5_000_000);
  for (const { send, end } of streams) {
    send("ab");
    end();
  }
  expect(await Promise.all(reads)).toEqual(Array<Uint8Array>(1_000).fill(bytes("ab")));
  expect(room.reading).toBe(0);
});

test("a locked stream is a TypeError", async () => {
  const stream = streamOf("a");
  stream.getReader();
  await expect(readWhole(stream, 10, countedRoom())).rejects.toThrow(TypeError);
});
