// Identical work of several parts runs once, and ends when no part waits for it.
import { expect, test, vi } from "vitest";
import { SingleFlight } from "../../src/upstream/request/single-flight.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";

const request = new AbortController().signal;
const staying = new AbortController().signal;

test("callers with the same key share one piece of work, and later callers get its result", async () => {
  const singleFlight = new SingleFlight(request);
  const begin = vi.fn(async () => "work");
  const both = await Promise.all([singleFlight.run("key", staying, begin), singleFlight.run("key", staying, begin)]);
  expect([...both, await singleFlight.run("key", staying, begin)]).toEqual(["work", "work", "work"]);
  expect(begin).toHaveBeenCalledTimes(1);
  await singleFlight.run("another key", staying, begin);
  expect(begin).toHaveBeenCalledTimes(2);
});

test("work that failed starts again at the next call", async () => {
  const singleFlight = new SingleFlight(request);
  await expect(singleFlight.run("key", staying, () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
  expect(await singleFlight.run("key", staying, async () => "again")).toBe("again");
});

test("an aborted signal starts nothing", async () => {
  const begin = vi.fn(async () => "work");
  await expect(new SingleFlight(request).run("key", AbortSignal.abort("before"), begin)).rejects.toBe("before");
  expect(begin).not.toHaveBeenCalled();
});

test("a caller that leaves is released at once, and the work goes on for the others", async () => {
  const singleFlight = new SingleFlight(request);
  const leaving = countedSignal();
  const work = gate();
  const left = singleFlight.run("key", leaving.signal, work.heed);
  const stayed = singleFlight.run("key", staying, work.heed);
  expect([work.arrivals, leaving.listeners()]).toEqual([1, 1]);
  leaving.abort("left");
  await expect(left).rejects.toBe("left");
  expect([work.signal?.aborted, leaving.listeners()]).toEqual([false, 0]);
  work.open("work");
  expect(await stayed).toBe("work");
});

test("the last caller that leaves ends the work, and is released when the work has stopped", async () => {
  const singleFlight = new SingleFlight(request);
  const leaving = new AbortController();
  const work = gate();
  const left = singleFlight.run("key", leaving.signal, ({ signal }) =>
    work.wait().finally(() => signal.throwIfAborted()),
  );
  let settled = false;
  left.catch(() => (settled = true));
  leaving.abort("left");
  await Promise.resolve();
  expect(settled).toBe(false);
  work.open("stopped");
  await expect(left).rejects.toBe("left");
});

test("a later caller does not join work that was stopped, and the end of that work does not affect the new one", async () => {
  const singleFlight = new SingleFlight(request);
  const leaving = new AbortController();
  const [first, second] = [gate(), gate()];
  const left = singleFlight.run("key", leaving.signal, first.wait);
  leaving.abort("left");
  const joined = singleFlight.run("key", staying, second.wait);
  first.fail("first");
  await expect(left).rejects.toBe("first");
  const also = singleFlight.run("key", staying, vi.fn());
  second.open("second");
  expect(await Promise.all([joined, also])).toEqual(["second", "second"]);
});

test("no listener is left when the work has ended, either way", async () => {
  const { signal, listeners } = countedSignal();
  const singleFlight = new SingleFlight(request);
  await singleFlight.run("key", signal, async () => "work");
  await singleFlight.run("failing", signal, () => Promise.reject(new Error("boom"))).catch(() => undefined);
  expect(listeners()).toBe(0);
});

test("at the end of the request, all callers get the end of the work", async () => {
  const over = new AbortController();
  const singleFlight = new SingleFlight(over.signal);
  const work = gate();
  const calls = [1, 2].map(() => singleFlight.run("key", over.signal, work.wait));
  over.abort("over");
  work.fail("cut off");
  for (const call of calls) await expect(call).rejects.toBe("cut off");
});
