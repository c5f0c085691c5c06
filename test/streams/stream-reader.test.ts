import { describe, expect, test } from "vitest";
import { IncompleteReadError } from "../../src/streams/incomplete-read-error.ts";
import { LimitOverrunError } from "../../src/streams/limit-overrun-error.ts";
import { StreamReader } from "../../src/streams/stream-reader.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { bytes, openStream, streamOf, text } from "./byte-stream.ts";

async function resultOf(read: Promise<Uint8Array>): Promise<unknown> {
  return read.then(text, (error: unknown) => error);
}

describe("read", () => {
  test("returns the bytes that have come, as soon as there are some", async () => {
    const { stream, send } = openStream();
    const reader = new StreamReader(stream);
    send("abc");
    expect(text(await reader.read(10))).toBe("abc");
  });

  test("returns at most n bytes, and the rest later", async () => {
    const reader = new StreamReader(streamOf("abc"));
    expect([text(await reader.read(2)), text(await reader.read(2))]).toEqual(["ab", "c"]);
  });

  test("reads the body of a response", async () => {
    const reader = new StreamReader(new Response("head\nbody").body as ReadableStream<Uint8Array>);
    expect([text(await reader.readLine()), text(await reader.read())]).toEqual(["head\n", "body"]);
  });

  test("skips empty chunks", async () => {
    expect(text(await new StreamReader(streamOf("", "", "a")).read(5))).toBe("a");
  });

  test("counts bytes that have come and were not read", async () => {
    const { stream, send } = openStream();
    const reader = new StreamReader(stream);
    send("abc");
    expect(reader.buffered).toBe(0);
    await reader.read(1);
    expect(reader.buffered).toBe(2);
    await reader.read(2);
    expect(reader.buffered).toBe(0);
  });

  test("does not wait for 0 bytes", async () => {
    expect(await new StreamReader(openStream().stream).read(0)).toHaveLength(0);
  });

  test.each([undefined, Infinity])("reads all until the end with %s", async (n) => {
    expect(text(await new StreamReader(streamOf("ab", "", "cd")).read(n))).toBe("abcd");
  });

  test("reads exactly maxBytes to the end; with one byte more it refuses, and the bytes stay", async () => {
    expect(text(await new StreamReader(streamOf("ab", "c"), { maxBytes: 3 }).read())).toBe("abc");
    const reader = new StreamReader(streamOf("ab", "cd", "e"), { maxBytes: 3 });
    const error = (await resultOf(reader.read())) as LimitOverrunError;
    expect([error instanceof LimitOverrunError, error.consumed]).toEqual([true, 4]);
    expect(text(await reader.readExactly(5))).toBe("abcde");
  });

  test("returns nothing at the end, again and again", async () => {
    const reader = new StreamReader(streamOf());
    expect([await reader.read(1), await reader.read(), await reader.readLine()].map(text)).toEqual(["", "", ""]);
  });

  test.each([-1, 1.5, NaN])("refuses %d bytes", async (n) => {
    const reader = new StreamReader(streamOf("a"));
    await expect(reader.read(n)).rejects.toThrow(RangeError);
    await expect(reader.readExactly(n)).rejects.toThrow(RangeError);
  });
});

describe("readLine", () => {
  test("returns each line with its end, and at last the rest", async () => {
    const reader = new StreamReader(streamOf("a\n\nb", "c\r\nd"));
    const lines = [];
    for (let count = 0; count < 5; count++) lines.push(text(await reader.readLine()));
    expect(lines).toEqual(["a\n", "\n", "bc\r\n", "d", ""]);
  });

  test("for await yields the lines", async () => {
    const lines = [];
    for await (const line of new StreamReader(streamOf("a\nb", "\nc"))) lines.push(text(line));
    expect(lines).toEqual(["a\n", "b\n", "c"]);
  });

  test("leaving a loop over lines keeps the rest for later reads", async () => {
    const reader = new StreamReader(streamOf("head\n\nbody"));
    for await (const line of reader) if (text(line) === "\n") break;
    expect(text(await reader.read())).toBe("body");
  });

  test("a line longer than the limit is refused and stays, and its bytes can still be read", async () => {
    const reader = new StreamReader(streamOf("abcde", "f\nxy\n"), { limit: 3 });
    const error = (await resultOf(reader.readLine())) as LimitOverrunError;
    expect([error.name, error.message, error.consumed]).toEqual([
      "LimitOverrunError",
      "no separator within 3 bytes",
      4,
    ]);
    expect(text(await reader.readExactly(error.consumed))).toBe("abcd");
    expect([text(await reader.readLine()), text(await reader.readLine())]).toEqual(["ef\n", "xy\n"]);
  });

  test("the limit does not count the line end", async () => {
    expect(text(await new StreamReader(streamOf("abc\n"), { limit: 3 }).readLine())).toBe("abc\n");
  });
});

describe("readExactly", () => {
  test("joins chunks into the bytes asked for", async () => {
    const reader = new StreamReader(streamOf("ab", "cd", "ef"));
    expect([text(await reader.readExactly(3)), text(await reader.readExactly(3))]).toEqual(["abc", "def"]);
  });

  test("hands over the rest of a stream that ends too early", async () => {
    const reader = new StreamReader(streamOf("ab", "c"));
    const error = (await resultOf(reader.readExactly(5))) as IncompleteReadError;
    expect(error).toBeInstanceOf(IncompleteReadError);
    expect([text(error.partial), error.expected, error.message]).toEqual([
      "abc",
      5,
      "the stream ended after 3 of 5 bytes",
    ]);
    expect(reader.atEnd).toBe(true);
  });

  test("copies nothing from a single chunk of 2 KiB or more", async () => {
    const chunk = bytes("abcdef".repeat(400));
    const reader = new StreamReader(streamOf(chunk));
    await reader.readExactly(2);
    const result = await reader.readExactly(3);
    expect(result.buffer).toBe(chunk.buffer);
    expect([result.byteOffset - chunk.byteOffset, result.length]).toEqual([2, 3]);
  });
});

describe("readUntil", () => {
  test("finds a separator that is split across chunks", async () => {
    const reader = new StreamReader(streamOf("a\r", "\n\r", "", "\nb"));
    expect([text(await reader.readUntil("\r\n\r\n")), text(await reader.read())]).toEqual(["a\r\n\r\n", "b"]);
  });

  test("finds a separator whose beginning repeats", async () => {
    for (const separator of ["aab", bytes("aab")]) {
      expect(text(await new StreamReader(streamOf("aa", "ab", "aab")).readUntil(separator))).toBe("aaab");
    }
  });

  test("hands over the rest of a stream that ends too early", async () => {
    const error = (await resultOf(new StreamReader(streamOf("ab")).readUntil("--"))) as IncompleteReadError;
    expect([text(error.partial), error.expected]).toEqual(["ab", undefined]);
  });

  test("refuses an empty separator", async () => {
    await expect(new StreamReader(streamOf("a")).readUntil("")).rejects.toThrow(RangeError);
  });
});

describe("the stream's end, failure and cancellation", () => {
  test("atEnd is true after a read has reached the end and nothing is left", async () => {
    const reader = new StreamReader(streamOf("ab"));
    const seen = [reader.atEnd];
    await reader.readExactly(2);
    seen.push(reader.atEnd);
    await reader.read(1);
    expect([...seen, reader.atEnd]).toEqual([false, false, true]);
  });

  test("a failing stream rejects the pending read and all later ones with the very same reason", async () => {
    const { stream, send, fail } = openStream();
    const reader = new StreamReader(stream);
    const boom = new Error("boom");
    send("ab");
    const read = resultOf(reader.readExactly(3));
    await turn();
    fail(boom);
    expect(await read).toBe(boom);
    expect([await resultOf(reader.read(1)), await resultOf(reader.readLine())]).toEqual([boom, boom]);
  });

  test("a chunk that is not bytes is a TypeError, and cancels the stream", async () => {
    const cancelled: unknown[] = [];
    const stream = new ReadableStream<string>({
      start: (controller) => controller.enqueue("text"),
      cancel: (reason) => void cancelled.push(reason),
    });
    const error = await resultOf(new StreamReader(stream as unknown as ReadableStream<Uint8Array>).read());
    expect([error instanceof TypeError, cancelled]).toEqual([true, [error]]);
  });

  test("cancel rejects the pending read and later ones with its reason, and cancels the stream once", async () => {
    const { stream, cancelled } = openStream();
    const reader = new StreamReader(stream);
    const read = resultOf(reader.readLine());
    await turn();
    await reader.cancel("enough");
    await reader.cancel("again");
    expect([await read, await resultOf(reader.read(1)), cancelled]).toEqual(["enough", "enough", ["enough"]]);
  });

  test("cancel drops all buffered bytes", async () => {
    const reader = new StreamReader(streamOf("a\nb\n"));
    await reader.readLine();
    await reader.cancel("enough");
    expect(await resultOf(reader.readLine())).toBe("enough");
  });

  test("await using cancels the stream when the block is left", async () => {
    const { stream, send, cancelled } = openStream();
    {
      await using reader = new StreamReader(stream);
      send("a\nb");
      await reader.readLine();
    }
    expect(cancelled).toEqual([expect.objectContaining({ name: "AbortError" })]);
  });

  test("await using throws nothing if the cancellation fails", async () => {
    await using _reader = new StreamReader(new ReadableStream({ cancel: () => Promise.reject(new Error("boom")) }));
  });

  test("refuses a locked stream and options out of range", () => {
    const { stream } = openStream();
    expect(() => new StreamReader(stream, { limit: 0 })).toThrow(RangeError);
    expect(() => new StreamReader(stream, { maxBytes: -1 })).toThrow(RangeError);
    expect(new StreamReader(stream).atEnd).toBe(false);
    expect(() => new StreamReader(stream)).toThrow(TypeError);
  });
});

describe("one read at a time, and its signal", () => {
  test("a second read at once is refused, and the first goes on", async () => {
    const reader = new StreamReader(streamOf("ab"));
    const first = reader.readExactly(2);
    await expect(reader.read(1)).rejects.toThrow("another read is pending: a StreamReader does one at a time");
    expect(text(await first)).toBe("ab");
  });

  test("a second read is refused even if the buffer holds enough for both", async () => {
    const reader = new StreamReader(streamOf("a\nb\nc\n"));
    await reader.readLine();
    const first = reader.readLine();
    await expect(reader.readLine()).rejects.toThrow("another read is pending");
    expect(text(await first)).toBe("b\n");
  });

  test("aborting rejects that read with the signal's reason, and the next gets every byte", async () => {
    const { stream, send } = openStream();
    const { signal, abort, listeners } = countedSignal();
    const reader = new StreamReader(stream);
    send("ab");
    const read = resultOf(reader.readLine({ signal }));
    await turn();
    expect(listeners()).toBe(1);
    abort("left");
    expect([await read, listeners()]).toEqual(["left", 0]);
    send("c\n");
    expect(text(await reader.readLine())).toBe("abc\n");
  });

  test("bytes that come between an aborted read and the next are kept", async () => {
    const { stream, send } = openStream();
    const { signal, abort } = countedSignal();
    const reader = new StreamReader(stream);
    const read = resultOf(reader.read(1, { signal }));
    abort("left");
    await read;
    send("a\n");
    await turn();
    send("b\n");
    expect([text(await reader.readLine()), text(await reader.readLine())]).toEqual(["a\n", "b\n"]);
  });

  test("any number of aborted reads ask for one chunk", async () => {
    const coming = gate();
    let pulls = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          pulls++;
          await coming.wait();
          controller.enqueue(bytes("a"));
        },
      },
      { highWaterMark: 0 },
    );
    const reader = new StreamReader(stream);
    for (const reason of ["first", "second", "third"]) {
      const { signal, abort } = countedSignal();
      const read = resultOf(reader.read(1, { signal }));
      abort(reason);
      expect(await read).toBe(reason);
    }
    coming.open(undefined);
    await turn();
    expect([text(await reader.read(9)), pulls]).toEqual(["a", 1]);
  });

  test("isPulling is true after an aborted read, until its chunk has come", async () => {
    const { stream, send } = openStream();
    const { signal, abort } = countedSignal();
    const reader = new StreamReader(stream);
    expect(reader.isPulling).toBe(false);
    const read = resultOf(reader.read(1, { signal }));
    abort("left");
    await read;
    send("a");
    for (let ticks = 0; ticks < 20; ticks++) {
      expect([reader.isPulling, reader.buffered]).toEqual(reader.buffered === 0 ? [true, 0] : [false, 1]);
      await Promise.resolve();
    }
    expect(reader.buffered).toBe(1);
  });

  test("an aborted signal takes nothing, even from a full buffer", async () => {
    const reader = new StreamReader(streamOf("a\nb\n"));
    await reader.readLine();
    const signal = AbortSignal.abort("gone");
    const reads = [() => reader.read(1, { signal }), () => reader.readExactly(1, { signal })];
    for (const read of [...reads, () => reader.readUntil("b", { signal })]) expect(await resultOf(read())).toBe("gone");
    expect(text(await reader.readLine())).toBe("b\n");
  });

  test("a failure after an aborted read goes to the next read alone", async () => {
    const { stream, fail } = openStream();
    const { signal, abort } = countedSignal();
    const reader = new StreamReader(stream);
    const boom = new Error("boom");
    const unhandled = await unhandledDuring(async () => {
      const read = resultOf(reader.read(1, { signal }));
      abort("left");
      await read;
      fail(boom);
    });
    expect([unhandled, await resultOf(reader.read(1))]).toEqual([[], boom]);
  });
});
