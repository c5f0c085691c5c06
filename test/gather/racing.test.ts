// gatherAny, gatherSome and asCompleted: the first results, and the end of the other tasks.
import { describe, expect, test, vi } from "vitest";
import { asCompleted, gather, gatherAny, gatherSome, type Task } from "../../src/gather/index.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";

const failing =
  (reason: unknown): Task<never> =>
  () =>
    Promise.reject(reason);

describe("gatherAny", () => {
  test("returns the first success, whatever failed before it", async () => {
    const [slow, fast] = [gate<string>(), gate<string>()];
    const run = gatherAny({ slow: slow.heed, fast: fast.heed, failed: failing("early") });
    await turn();
    fast.open("fast");
    expect(await run).toBe("fast");
  });

  test("aborts the losers and returns when they have stopped", async () => {
    const [winner, loser] = [gate<string>(), gate()];
    let stopped = false;
    const run = gatherAny([winner.wait, (context) => loser.heed(context).finally(() => (stopped = true))]);
    winner.open("won");
    await run;
    expect(loser.signal?.reason).toMatchObject({ name: "AbortError" });
    expect(stopped).toBe(true);
  });

  test("does not abort the winner's signal, so its result can still be used", async () => {
    const winner = gate<string>();
    const run = gatherAny([winner.heed, gate<string>().heed]);
    winner.open("won");
    await run;
    expect(winner.signal?.aborted).toBe(false);
  });

  test("G3 G16 an empty input is an AggregateError at once, as with Promise.any", async () => {
    for (const nothing of [[], {}, new Set<Task<never>>()]) {
      await expect(gatherAny(nothing)).rejects.toMatchObject({ name: "AggregateError", errors: [] });
    }
  });

  test("G16 rejects with all errors in input order when every task fails", async () => {
    const [first, second] = [gate(), gate()];
    const run = gatherAny({ b: first.wait, a: second.wait, c: failing(undefined) });
    second.fail("a failed");
    await turn();
    first.fail("b failed");
    await expect(run).rejects.toMatchObject({ name: "AggregateError", errors: ["b failed", "a failed", undefined] });
  });
});

describe("gatherSome", () => {
  test("returns the first successes in the order they came", async () => {
    const gates = [gate<string>(), gate<string>(), gate<string>()];
    const run = gatherSome(
      2,
      gates.map(({ heed }) => heed),
    );
    gates[2]?.open("third");
    await turn();
    gates[0]?.open("first");
    expect(await run).toEqual(["third", "first"]);
    expect(gates[1]?.signal?.aborted).toBe(true);
  });

  test("G16 rejects as soon as too few are left, and cancels those", async () => {
    const running = gate();
    const run = gatherSome(2, [failing("0"), running.heed, failing("2")]);
    await expect(run).rejects.toMatchObject({ name: "AggregateError", errors: ["0", "2"] });
    expect(running.signal?.aborted).toBe(true);
  });

  test("G16 a count above the number of tasks fails before anything starts", async () => {
    const task = vi.fn();
    await expect(gatherSome(3, [task, task])).rejects.toMatchObject({ name: "AggregateError", errors: [] });
    expect(task).not.toHaveBeenCalled();
  });

  test("G16 an iterable that ends too early decides it while tasks still run", async () => {
    const running = gate();
    async function* source(): AsyncGenerator<Task<unknown>> {
      yield running.heed;
      yield failing("boom");
      await turn();
    }
    await expect(gatherSome(2, source())).rejects.toMatchObject({ name: "AggregateError", errors: ["boom"] });
    expect(running.signal?.aborted).toBe(true);
  });

  test("starts no further task of an endless iterable once it has enough", async () => {
    const started = vi.fn((index: number) => index);
    function* endless(): Generator<Task<number>> {
      for (let index = 0; ; index++) yield () => started(index);
    }
    expect(await gatherSome(3, endless(), { concurrency: 1 })).toEqual([0, 1, 2]);
    expect(started).toHaveBeenCalledTimes(3);
  });

  test.each([-1, 0.5, NaN, Infinity])("refuses a count of %d with a RangeError", async (count) => {
    await expect(gatherSome(count, [() => 1])).rejects.toThrow(RangeError);
  });

  test.each([0, 2])("checks options and an aborted signal even if %i of one task needs no start", async (count) => {
    await expect(gatherSome(count, [() => 1], { concurrency: NaN })).rejects.toThrow(RangeError);
    await expect(gatherSome(count, [() => 1], { signal: AbortSignal.abort("before") })).rejects.toBe("before");
  });

  test("G22 a task that could start in the turn of an abort does not, inside a gather that fails", async () => {
    const boom = new Error("boom");
    const late = gate();
    const run = gather([
      () => Promise.reject(boom),
      ({ signal }) => gatherAny([failing(0), late.heed], { concurrency: 1, signal }),
    ]);
    await expect(run).rejects.toBe(boom);
    expect(late.arrivals).toBe(0);
  });

  test("a count of 0 starts nothing", async () => {
    const task = vi.fn();
    expect(await gatherSome(0, [task])).toEqual([]);
    expect(task).not.toHaveBeenCalled();
  });
});

describe("asCompleted", () => {
  test("G41 yields outcomes in the order of completion, with their keys", async () => {
    const gates = { slow: gate<number>(), fast: gate<number>(), bad: gate<number>() };
    const seen: unknown[] = [];
    const loop = (async () => {
      const tasks = { slow: gates.slow.wait, fast: gates.fast.wait, bad: gates.bad.wait };
      for await (const completion of asCompleted(tasks)) seen.push(completion);
    })();
    gates.fast.open(1);
    await turn();
    gates.bad.fail("boom");
    await turn();
    expect(seen).toHaveLength(2);
    gates.slow.open(3);
    await loop;
    expect(seen).toEqual([
      { key: "fast", status: "fulfilled", value: 1 },
      { key: "bad", status: "rejected", reason: "boom" },
      { key: "slow", status: "fulfilled", value: 3 },
    ]);
  });

  test("G3 yields nothing for nothing", async () => {
    for (const nothing of [[], {}, new Set<Task<never>>(), (async function* () {})()]) {
      expect(await Array.fromAsync(asCompleted(nothing))).toEqual([]);
    }
  });

  test("starts its tasks when the loop starts, not before", async () => {
    const task = vi.fn();
    const completions = asCompleted([task]);
    await turn();
    expect(task).not.toHaveBeenCalled();
    await completions.next();
    expect(task).toHaveBeenCalledOnce();
  });

  test("G42 leaving the loop early cancels the rest and waits for it", async () => {
    const rest = gate();
    let stopped = false;
    for await (const { key } of asCompleted([
      () => 1,
      (context) => rest.heed(context).finally(() => (stopped = true)),
    ])) {
      expect(key).toBe(0);
      break;
    }
    expect(rest.signal?.reason).toMatchObject({ name: "AbortError" });
    expect(stopped).toBe(true);
  });

  test("G43 with concurrency, a result holds its place until the loop asks for the next", async () => {
    const started = vi.fn<(index: number) => void>();
    const tasks = Array.from({ length: 6 }, (_, index) => () => started(index));
    const completions = asCompleted(tasks, { concurrency: 2 });
    await completions.next();
    await turn();
    expect(started).toHaveBeenCalledTimes(2);
    await completions.next();
    await turn();
    expect(started).toHaveBeenCalledTimes(3);
    await completions.return();
    expect(started).toHaveBeenCalledTimes(3);
  });

  test("G27 a deadline that passes while the loop reads the last result does nothing", async () => {
    vi.useFakeTimers();
    const seen: unknown[] = [];
    for await (const { key } of asCompleted([() => 1, () => 2], { timeoutMs: 20 })) {
      await vi.advanceTimersByTimeAsync(60);
      seen.push(key);
    }
    expect([seen, vi.getTimerCount()]).toEqual([[0, 1], 0]);
    vi.useRealTimers();
  });

  test("yields what had come in before an abort, then throws its reason", async () => {
    const controller = new AbortController();
    const completions = asCompleted([() => 1, () => 2, gate().heed], { signal: controller.signal });
    expect(await completions.next()).toMatchObject({ value: { key: 0 } });
    controller.abort("stop");
    expect(await completions.next()).toMatchObject({ value: { key: 1 } });
    await expect(completions.next()).rejects.toBe("stop");
  });
});
