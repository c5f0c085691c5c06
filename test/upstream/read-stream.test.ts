// The readers of streams on real connections: when they end early, they close the connection.
import { describe, expect, test } from "vitest";
import { readEvents } from "../../src/streams/read-events.ts";
import { readJsonLines } from "../../src/streams/read-json-lines.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { collect } from "../streams/collect.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

/** An event stream that stalls after its first event, which is half of its body. */
const STALLS = `stall=body&contentType=text/event-stream&body=${encodeURIComponent("data: a\n\ndata: b\n\n")}`;

describe.each(["the platform's fetch", "scope.fetch"])("a body of %s", (name) => {
  const bodyOf = async (url: string): Promise<ReadableStream<Uint8Array> | null> =>
    (await (name === "scope.fetch" ? openScope(new URL(url).origin).fetch(url) : fetch(url))).body;

  test("leaving the loop early closes the connection", async () => {
    const { fault, seen } = corner();
    for await (const { data } of readEvents(await bodyOf(fault(STALLS)))) {
      expect(data).toBe("a");
      break;
    }
    expect(await seen("leftEarly:1")).toMatchObject({ requests: 1 });
  });

  test("an abort ends the wait for a stalled upstream with the very same reason, and closes the connection", async () => {
    const { fault, seen } = corner();
    const { signal, abort, listeners } = countedSignal();
    const reason = new Error("enough");
    const events = readEvents(await bodyOf(fault(STALLS)), { signal });
    expect((await events.next()).value).toMatchObject({ data: "a" });
    const waiting = events.next();
    abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(listeners()).toBe(0);
    await seen("leftEarly:1");
  });

  test("a line that is not JSON closes the connection", async () => {
    const { fault, seen } = corner();
    const { items, error } = await collect(readJsonLines(await bodyOf(fault(STALLS))));
    expect([items, error]).toEqual([[], expect.objectContaining({ name: "JsonLineError", line: 1 })]);
    await seen("leftEarly:1");
  });
});

test("the attempt's clock ends a loop over a body that stalls, after the events before", async () => {
  const { origin, fault } = corner();
  const { body } = await openScope(origin).fetch(fault(STALLS), { timeoutMs: 100 });
  const { items, error } = await collect(readEvents(body));
  expect(items.map(({ data }) => data)).toEqual(["a"]);
  expect(error).toBeInstanceOf(UpstreamError);
  expect(error).toMatchObject({ outcome: "timeout" });
});
