// The memory of bytes that wait to be read, in chunks of any size.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChunkList } from "../../src/streams/chunk-list.ts";

/** A chunk as a runtime returns it: at the start of a buffer of `room` bytes. */
function handedOut(bytes: number, room: number): Uint8Array {
  return new Uint8Array(room).fill(7).subarray(0, bytes);
}

/** The chunks of `list`, and the bytes of memory that they keep. */
function kept(list: ChunkList): { readonly chunks: number; readonly memory: number } {
  const buffers = new Set<ArrayBufferLike>();
  let chunks = 0;
  for (let chunk = list.at(0); chunk !== undefined; chunk = list.at(++chunks)) buffers.add(chunk.buffer);
  return { chunks, memory: [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0) };
}

describe("R13 memory follows the bytes, not the chunks", () => {
  test.each([1, 2, 16, 100, 1_000, 2_047, 4_096])("65,536 bytes in chunks of %i, each in a buffer of 4 KiB", (size) => {
    const list = new ChunkList();
    while (list.length < 65_536) list.push(handedOut(size, 4_096));
    const { chunks, memory } = kept(list);
    expect(memory).toBeLessThanOrEqual(2 * list.length);
    expect(chunks).toBeLessThanOrEqual(64);
  });

  test("small chunks behind a large one", () => {
    const list = new ChunkList();
    list.push(new Uint8Array(1_000_000));
    for (let count = 0; count < 10_000; count++) list.push(handedOut(1, 4_096));
    expect(kept(list).memory).toBeLessThanOrEqual(1_100_000);
  });

  test("a small chunk is copied even if it fills its buffer, because the runtime may hide the buffer's size", () => {
    const list = new ChunkList();
    const chunk = new Uint8Array(2_047);
    list.push(chunk);
    expect(list.take(10).buffer).not.toBe(chunk.buffer);
  });

  test("a large chunk that fills its buffer is kept without a copy", () => {
    const list = new ChunkList();
    const chunk = new Uint8Array(5_000);
    list.push(chunk);
    expect(list.take(10).buffer).toBe(chunk.buffer);
  });
});

test("bytes come out in order, and taken bytes do not change", () => {
  const step = fc.oneof(
    fc.record({ push: fc.integer({ min: 0, max: 3_000 }) }),
    fc.record({ take: fc.integer({ min: 0, max: 4_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list = new ChunkList();
      let pushed = 0;
      let taken = 0;
      const results: [number, Uint8Array][] = [];
      for (const one of steps) {
        if ("push" in one) list.push(Uint8Array.from({ length: one.push }, () => pushed++ % 251));
        else {
          const result = list.take(Math.min(one.take, list.length));
          results.push([taken, result]);
          taken += result.length;
        }
      }
      expect(list.length).toBe(pushed - taken);
      for (const [start, result] of results)
        for (const [index, byte] of result.entries())
          if (byte !== (start + index) % 251) throw new Error(`at ${start}`);
    }),
  );
});
