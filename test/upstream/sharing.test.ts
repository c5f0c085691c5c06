// What several parts of a request ask for is fetched once, and ends when nobody waits for it any more.
import { expect, test, vi } from "vitest";
import { Sharing } from "../../src/upstream/sharing.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";

const request = new AbortController().signal;
const staying = new AbortController().signal;

test("those who ask for the same share one piece of work, and who asks later gets its result", async () => {
  const sharing = new Sharing(request);
  const begin = vi.fn(async () => "work");
  const both = await Promise.all([sharing.join("key", staying, begin), sharing.join("key", staying, begin)]);
  expect([...both, await sharing.join("key", staying, begin)]).toEqual(["work", "work", "work"]);
  expect(begin).toHaveBeenCalledTimes(1);
  await sharing.join("another key", staying, begin);
  expect(begin).toHaveBeenCalledTimes(2);
});

test("work that failed is begun anew by the next who asks", async () => {
  const sharing = new Sharing(request);
  await expect(sharing.join("key", staying, () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
  expect(await sharing.join("key", staying, async () => "again")).toBe("again");
});

test("a signal that has aborted begins nothing", async () => {
  const begin = vi.fn(async () => "work");
  await expect(new Sharing(request).join("key", AbortSignal.abort("before"), begin)).rejects.toBe("before");
  expect(begin).not.toHaveBeenCalled();
});

test("one who leaves is released at once, and the work goes on for the others", async () => {
  const sharing = new Sharing(request);
  const leaving = countedSignal();
  const work = gate();
  const left = sharing.join("key", leaving.signal, work.heed);
  const stayed = sharing.join("key", staying, work.heed);
  expect([work.arrivals, leaving.listeners()]).toEqual([1, 1]);
  leaving.abort("left");
  await expect(left).rejects.toBe("left");
  expect([work.signal?.aborted, leaving.listeners()]).toEqual([false, 0]);
  work.open("work");
  expect(await stayed).toBe("work");
});

test("the last who leaves ends the work, and leaves when that has stopped", async () => {
  const sharing = new Sharing(request);
  const leaving = new AbortController();
  const work = gate();
  const left = sharing.join("key", leaving.signal, ({ signal }) => work.wait().finally(() => signal.throwIfAborted()));
  let settled = false;
  left.catch(() => (settled = true));
  leaving.abort("left");
  await Promise.resolve();
  expect(settled).toBe(false);
  work.open("stopped");
  await expect(left).rejects.toBe("left");
});

test("work that the last has left is not joined any more, and its end leaves the work after it alone", async () => {
  const sharing = new Sharing(request);
  const leaving = new AbortController();
  const [first, second] = [gate(), gate()];
  const left = sharing.join("key", leaving.signal, first.wait);
  leaving.abort("left");
  const joined = sharing.join("key", staying, second.wait);
  first.fail("first");
  await expect(left).rejects.toBe("first");
  const also = sharing.join("key", staying, vi.fn());
  second.open("second");
  expect(await Promise.all([joined, also])).toEqual(["second", "second"]);
});

test("no listener is left when the work has ended, either way", async () => {
  const { signal, listeners } = countedSignal();
  const sharing = new Sharing(request);
  await sharing.join("key", signal, async () => "work");
  await sharing.join("failing", signal, () => Promise.reject(new Error("boom"))).catch(() => undefined);
  expect(listeners()).toBe(0);
});

test("at the end of the request all are told how the work ended", async () => {
  const over = new AbortController();
  const sharing = new Sharing(over.signal);
  const work = gate();
  const calls = [1, 2].map(() => sharing.join("key", over.signal, work.wait));
  over.abort("over");
  work.fail("cut off");
  for (const call of calls) await expect(call).rejects.toBe("cut off");
});
