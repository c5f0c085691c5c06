import { expect, test } from "vitest";
import { StreamReader } from "../../src/streams/stream-reader.ts";
import { StreamWriter } from "../../src/streams/stream-writer.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { bytes, text } from "./byte-stream.ts";

/** A stream that takes its first chunk when the gate opens, with the given `highWaterMark`. */
function gatedStream(highWaterMark = 1): {
  taking: ReturnType<typeof gate>;
  taken: string[];
  stream: WritableStream<Uint8Array>;
} {
  const taking = gate();
  const taken: string[] = [];
  const stream = new WritableStream<Uint8Array>(
    {
      async write(chunk: Uint8Array) {
        await taking.wait();
        taken.push(text(chunk));
      },
    },
    { highWaterMark },
  );
  return { taking, taken, stream };
}

async function resultOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "done",
    (reason: unknown) => reason,
  );
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), turn().then(() => false)]);
}

test("writes bytes and strings in order, and close resolves when all have arrived", async () => {
  const { taking, taken, stream } = gatedStream();
  const writer = new StreamWriter(stream);
  writer.write("é");
  writer.writeLines([bytes("b"), "c\n", ""]);
  const closing = writer.close();
  expect(await settled(closing)).toBe(false);
  taking.open(undefined);
  await closing;
  expect(taken).toEqual(["é", "b", "c\n"]);
});

test("drain waits while the stream wants no more, and resolves when it does", async () => {
  const { taking, stream } = gatedStream();
  const writer = new StreamWriter(stream);
  await writer.drain();
  writer.write("a");
  const draining = writer.drain();
  expect(await settled(draining)).toBe(false);
  taking.open(undefined);
  await draining;
});

test("drain resolves at once while the stream is not full", async () => {
  const { stream } = gatedStream(3);
  const writer = new StreamWriter(stream);
  writer.writeLines(["a", "b"]);
  expect(await settled(writer.drain())).toBe(true);
  writer.write("c");
  expect(await settled(writer.drain())).toBe(false);
});

test("drain waits while more than highWaterBytes are on their way, even if the stream is not full", async () => {
  const { taking, stream } = gatedStream(99);
  const writer = new StreamWriter(stream, { highWaterBytes: 2 });
  writer.writeLines(["a", "b"]);
  expect(await settled(writer.drain())).toBe(true);
  writer.write("c");
  const draining = writer.drain();
  expect(await settled(draining)).toBe(false);
  taking.open(undefined);
  await draining;
});

test("drain waits for the reader at the other end of a transform", async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = new StreamWriter(writable);
  writer.write(new Uint8Array(100_000));
  const draining = writer.drain();
  expect(await settled(draining)).toBe(false);
  await new StreamReader(readable).readExactly(100_000);
  await draining;
});

const { IdentityTransformStream: NativePipe } = globalThis as unknown as {
  readonly IdentityTransformStream?: typeof TransformStream<Uint8Array, Uint8Array>;
};

test.runIf(NativePipe)(
  "drain waits for the reader at the other end of a native pipe, which is never full",
  async () => {
    const { readable, writable } = new (NativePipe ?? TransformStream<Uint8Array, Uint8Array>)();
    const writer = new StreamWriter(writable);
    writer.write(new Uint8Array(100_000));
    const draining = writer.drain();
    expect(await settled(draining)).toBe(false);
    await new StreamReader(readable).readExactly(100_000);
    await draining;
  },
);

test("a drain that is aborted rejects with the signal's reason and leaves no listener", async () => {
  const { taking, taken, stream } = gatedStream();
  const { signal, abort, listeners } = countedSignal();
  const writer = new StreamWriter(stream);
  writer.write("a");
  const draining = resultOf(writer.drain({ signal }));
  abort("left");
  expect([await draining, listeners()]).toEqual(["left", 0]);
  taking.open(undefined);
  await writer.close();
  expect(taken).toEqual(["a"]);
});

test("drain and close reject with the error of a stream that fails, and later writes are dropped", async () => {
  const boom = new Error("boom");
  const { taking, stream } = gatedStream();
  const writer = new StreamWriter(stream);
  writer.write("a");
  const draining = resultOf(writer.drain());
  taking.fail(boom);
  expect(await draining).toBe(boom);
  writer.write("b");
  expect([await resultOf(writer.drain()), await resultOf(writer.close())]).toEqual([boom, boom]);
});

test("close rejects with the error of a stream that fails to close", async () => {
  const boom = new Error("boom");
  const writer = new StreamWriter(new WritableStream({ close: () => Promise.reject(boom) }));
  expect(await resultOf(writer.close())).toBe(boom);
});

test("close works once, even if it is called again", async () => {
  let closed = 0;
  const writer = new StreamWriter(new WritableStream({ close: () => void closed++ }));
  expect(writer.close()).toBe(writer.close());
  await writer.close();
  expect(closed).toBe(1);
});

test("refuses writes after close or abort", async () => {
  for (const end of ["close", "abort"] as const) {
    const writer = new StreamWriter(new WritableStream());
    expect(writer.isClosing).toBe(false);
    await writer[end]();
    expect(writer.isClosing).toBe(true);
    expect(() => writer.write("a")).toThrow(TypeError);
  }
});

test("abort passes its reason to the stream, to drain and to close", async () => {
  const seen: unknown[] = [];
  const { taking } = gatedStream();
  const writer = new StreamWriter(
    new WritableStream({ write: () => taking.wait() as Promise<void>, abort: (reason) => void seen.push(reason) }),
  );
  writer.write("a");
  const draining = resultOf(writer.drain());
  await turn();
  const aborting = writer.abort("enough");
  expect(await draining).toBe("enough");
  taking.open(undefined);
  await aborting;
  expect([await resultOf(writer.close()), seen]).toEqual(["enough", ["enough"]]);
});

test("an end that no code awaits leaves no unhandled rejection", async () => {
  const failing = (): WritableStream<Uint8Array> => {
    const boom = (): Promise<never> => Promise.reject(new Error("boom"));
    return new WritableStream({ write: boom, close: boom, abort: boom });
  };
  const unhandled = await unhandledDuring(async () => {
    for (const end of ["close", "abort", "drain"] as const) {
      const writer = new StreamWriter(failing());
      writer.writeLines(["a", "b"]);
      void writer[end]();
      await turn();
      void writer.drain();
      void writer.close();
      void writer.abort("again");
      const idle = new StreamWriter(failing());
      void idle[end]();
    }
    new StreamWriter(new WritableStream({ start: () => Promise.reject(new Error("boom")) })).write("a");
    new StreamWriter(new WritableStream({ start: (controller) => controller.error(new Error("boom")) })).write("a");
  });
  expect(unhandled).toEqual([]);
});

test("refuses a locked stream and an option out of range", () => {
  const stream = new WritableStream<Uint8Array>();
  expect(() => new StreamWriter(stream, { highWaterBytes: NaN })).toThrow(RangeError);
  expect(new StreamWriter(stream).isClosing).toBe(false);
  expect(() => new StreamWriter(stream)).toThrow(TypeError);
});
