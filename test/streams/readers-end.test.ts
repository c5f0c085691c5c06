// readLines, readEvents and readJsonLines that end before their stream: left early, aborted, or by an error.
import { describe, expect, test } from "vitest";
import { countedSignal } from "../support/counted-signal.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { bytes, openStream, streamOf } from "./byte-stream.ts";
import { collect } from "./collect.ts";
import { readers } from "./readers.ts";

describe.each(readers)("$name", ({ read, item, value }) => {
  test("leaving the loop early cancels the stream and waits until that is done", async () => {
    const letGo = Promise.withResolvers<void>();
    let left = false;
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes(item)),
      cancel: () => letGo.promise,
    });
    const loop = (async () => {
      for await (const _ of read(source)) break;
      left = true;
    })();
    await turn();
    expect(left).toBe(false);
    letGo.resolve();
    await loop;
    expect([left, source.locked]).toEqual([true, false]);
  });

  test("an error thrown in the loop cancels the stream and is passed on, even if the cancellation fails", async () => {
    const boom = new Error("boom");
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes(item)),
      cancel: () => Promise.reject(new Error("cannot")),
    });
    const loop = async (): Promise<void> => {
      for await (const _ of read(source)) throw boom;
    };
    await expect(loop()).rejects.toBe(boom);
  });

  test("an abort ends the wait at once with the signal's reason and cancels the stream with it", async () => {
    const reason = new Error("enough");
    const { stream, send, cancelled } = openStream();
    const { signal, abort, listeners } = countedSignal();
    const items = read(stream, { signal });
    send(item + item.slice(0, 4));
    expect(await items.next()).toEqual({ done: false, value });
    const waiting = items.next();
    await turn();
    abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect([cancelled, listeners()]).toEqual([[reason], 0]);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  test("an abort does not wait for a stream whose cancellation never ends", async () => {
    const reason = new Error("enough");
    const { signal, abort } = countedSignal();
    const source = new ReadableStream<Uint8Array>({ cancel: () => new Promise(() => undefined) });
    const waiting = read(source, { signal }).next();
    await turn();
    abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test("an abort between two items cancels the stream at once, and no further item is yielded", async () => {
    const reason = new Error("enough");
    const { stream, send, cancelled } = openStream();
    const { signal, abort } = countedSignal();
    const items = read(stream, { signal });
    send(item + item);
    await items.next();
    abort(reason);
    expect(cancelled).toEqual([reason]);
    await expect(items.next()).rejects.toBe(reason);
  });

  test("a signal aborted beforehand reads nothing, cancels the stream, and no listener is left", async () => {
    const reason = new Error("enough");
    const { stream, cancelled } = openStream();
    const { signal, abort, listeners } = countedSignal();
    abort(reason);
    expect((await collect(read(stream, { signal }))).error).toBe(reason);
    expect((await collect(read(null, { signal }))).error).toBe(reason);
    expect([cancelled, listeners()]).toEqual([[reason], 0]);
  });

  test("the reason of an abort wins over the stream's own error", async () => {
    const reason = new Error("enough");
    const { stream, fail } = openStream();
    const { signal, abort } = countedSignal();
    signal.addEventListener("abort", () => fail(new Error("a copy")));
    const waiting = read(stream, { signal }).next();
    await turn();
    abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  test("no listener is left after the end, an early leave or an error, and an abort after the end does nothing", async () => {
    const { signal, abort, listeners } = countedSignal();
    await collect(read(streamOf(item), { signal }));
    for await (const _ of read(streamOf(item), { signal })) break;
    await collect(read(streamOf(item), { signal, limit: 1 }));
    expect(listeners()).toBe(0);
    abort();
  });

  test.each([new Error("reset"), "a string", undefined])(
    "an error of the stream, %s, follows the items before it, the very same object",
    async (reason) => {
      const { stream, send, fail } = openStream();
      const items = read(stream);
      send(item + item);
      expect([await items.next(), await items.next()]).toEqual([
        { done: false, value },
        { done: false, value },
      ]);
      fail(reason);
      expect(
        await items.next().then(
          () => "none",
          (error: unknown) => ({ error }),
        ),
      ).toEqual({ error: reason });
    },
  );

  test("leaves no unhandled rejection", async () => {
    const unhandled = await unhandledDuring(async () => {
      const { stream, fail } = openStream();
      const { signal, abort } = countedSignal();
      const waiting = collect(read(stream, { signal }));
      await turn();
      fail(new Error("reset"));
      abort();
      await waiting;
    });
    expect(unhandled).toEqual([]);
  });
});
