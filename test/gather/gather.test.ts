// gather and gatherSettled: results in shape, the first error by time, places.
import { describe, expect, test, vi } from "vitest";
import { gather, gatherSettled, type Task } from "../../src/gather/index.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";

function thrown(): never {
  throw new Error("thrown");
}

const both = [
  { name: "gather", helper: gather, value: (value: unknown) => value },
  { name: "gatherSettled", helper: gatherSettled, value: (value: unknown) => ({ status: "fulfilled", value }) },
];

describe.each(both)("$name", ({ helper, value }) => {
  test("G1 returns an array in input order, in any order of completion", async () => {
    const gates = [gate<string>(), gate<string>(), gate<string>()];
    const run = helper(gates.map(({ wait }) => wait));
    for (const index of [2, 0, 1]) {
      gates[index]?.open(`result ${index}`);
      await turn();
    }
    expect(await run).toEqual(["result 0", "result 1", "result 2"].map(value));
  });

  test("G2 returns a record under the same keys, __proto__ and numeric-looking ones included", async () => {
    const results = await helper({ weather: () => 1, 7: () => 2, "01": () => 3, ["__proto__"]: () => 4 });
    expect(Object.entries(results)).toEqual(
      Object.entries({ 7: 2, weather: 1, "01": 3, ["__proto__"]: 4 }).map(([key, result]) => [key, value(result)]),
    );
    expect(Object.getPrototypeOf(results)).toBe(Object.prototype);
  });

  test("G3 resolves an empty input to the empty shape", async () => {
    const endless = { signal: new AbortController().signal, timeoutMs: 1000 };
    expect(await helper([], endless)).toEqual([]);
    expect(await helper({}, endless)).toEqual({});
    expect(await helper(new Set<Task<never>>(), endless)).toEqual([]);
    expect(await helper((async function* () {})(), endless)).toEqual([]);
  });

  test("starts every task in the turn it is called in", async () => {
    const tasks = [vi.fn(), vi.fn(), vi.fn()];
    const run = helper(tasks);
    for (const task of tasks) expect(task).toHaveBeenCalledOnce();
    await run;
  });

  test("accepts tasks that return plain values and thenables", async () => {
    const thenable: Task<string> = () => ({ then: (resolve: (text: string) => void) => resolve("then") }) as never;
    expect(await helper([() => 1, thenable])).toEqual([1, "then"].map(value));
  });

  test.each([0, -1, 1.5, NaN, "3"])(
    "G7 refuses a concurrency of %o with a RangeError, before anything starts",
    async (concurrency) => {
      const task = vi.fn();
      await expect(helper([task], { concurrency: concurrency as number })).rejects.toThrow(RangeError);
      await expect(helper([task], { concurrency: concurrency as number })).rejects.toThrow(/concurrency/);
      expect(task).not.toHaveBeenCalled();
    },
  );

  test.each<[string, (tasks: Task<unknown>[]) => Task<unknown>[] | Iterable<Task<unknown>>]>([
    ["an array", (tasks) => tasks],
    ["an iterable", (tasks) => tasks.values()],
  ])("G7 calls no task of %s before a place is free", async (_shape, shape) => {
    const gates = Array.from({ length: 5 }, () => gate<number>());
    const run = helper(shape(gates.map(({ wait }) => wait)), { concurrency: 2 });
    const started = (): number[] => gates.map(({ arrivals }) => arrivals);
    expect(started()).toEqual([1, 1, 0, 0, 0]);
    gates[1]?.open(1);
    await turn();
    expect(started()).toEqual([1, 1, 1, 0, 0]);
    gates[0]?.open(0);
    gates[2]?.open(2);
    await turn();
    expect(started()).toEqual([1, 1, 1, 1, 1]);
    gates[3]?.open(3);
    gates[4]?.open(4);
    expect(await run).toEqual([0, 1, 2, 3, 4].map(value));
  });

  test("G8 pulls an async iterable only for free places, and closes it when it leaves early", async () => {
    const controller = new AbortController();
    const gates = [gate(), gate(), gate(), gate()];
    let pulled = 0;
    let closed = false;
    async function* source(): AsyncGenerator<Task<unknown>> {
      try {
        for (const { heed } of gates) {
          pulled++;
          yield heed;
        }
      } finally {
        closed = true;
      }
    }
    const run = helper(source(), { concurrency: 2, signal: controller.signal });
    await gates[1]?.reached;
    await turn();
    expect(pulled).toBe(2);
    gates[0]?.open(0);
    await gates[2]?.reached;
    expect([pulled, closed]).toEqual([3, false]);
    controller.abort(new Error("stop"));
    await expect(run).rejects.toThrow("stop");
    expect([pulled, closed]).toEqual([3, true]);
  });

  test.each([0, 2])(
    "G8 an iterable that throws at item %i rejects the call with that error and aborts what runs",
    async (at) => {
      const boom = new Error("boom");
      const running = gate();
      async function* source(): AsyncGenerator<Task<unknown>> {
        for (let index = 0; ; index++) {
          if (index === at) throw boom;
          yield running.heed;
        }
      }
      await expect(helper(source())).rejects.toBe(boom);
      expect(running.arrivals).toBe(at);
      if (at > 0) expect(running.signal?.reason).toBe(boom);
    },
  );

  test("G8 an abort waits at most graceMs for an item that never comes", async () => {
    const controller = new AbortController();
    const asked = Promise.withResolvers<void>();
    const closed = vi.fn(() => Promise.resolve({ done: true as const, value: undefined }));
    const source: AsyncIterable<Task<unknown>> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          asked.resolve();
          return new Promise(() => undefined);
        },
        return: closed,
      }),
    };
    const run = helper(source, { signal: controller.signal });
    await asked.promise;
    controller.abort(new Error("stop"));
    await expect(run).rejects.toThrow("stop");
    expect(closed).toHaveBeenCalledOnce();
  });
});

describe("gather", () => {
  test("G6 starts nothing after a task that throws synchronously", async () => {
    const boom = new Error("boom");
    const later = vi.fn();
    const thrower = (): never => {
      throw boom;
    };
    await expect(gather([thrower, later])).rejects.toBe(boom);
    await expect(gather([thrower, later].values(), { concurrency: 2 })).rejects.toBe(boom);
    expect(later).not.toHaveBeenCalled();
  });

  test("G7 never starts the tasks that were queued when one failed", async () => {
    const boom = new Error("boom");
    const queued = vi.fn();
    const [failing, running] = [gate(), gate()];
    const run = gather([failing.wait, running.heed, queued], { concurrency: 2 });
    failing.fail(boom);
    await expect(run).rejects.toBe(boom);
    expect(queued).not.toHaveBeenCalled();
  });

  test("G8 a task that fails while the next item is awaited wins, and the iterable is closed", async () => {
    const boom = new Error("boom");
    const failing = gate();
    const closed = vi.fn();
    async function* source(): AsyncGenerator<Task<unknown>> {
      try {
        yield failing.wait;
        await turn();
        yield () => "second";
      } finally {
        closed();
      }
    }
    const run = gather(source());
    await failing.reached;
    failing.fail(boom);
    await expect(run).rejects.toBe(boom);
    expect(closed).toHaveBeenCalledOnce();
  });

  test("G7 a place that comes free in the turn of a failure is not given away", async () => {
    const boom = new Error("boom");
    const queued = vi.fn<() => void>();
    const run = gather([() => 1, () => Promise.reject(boom), queued, queued], { concurrency: 2 });
    await expect(run).rejects.toBe(boom);
    expect(queued).not.toHaveBeenCalled();
  });

  test.each<[string, () => Promise<IteratorResult<never>>]>([
    ["hangs", () => new Promise(() => undefined)],
    ["throws", () => Promise.reject(new Error("closing failed"))],
  ])(
    "G8 an iterable whose return() %s neither hides the error of a task nor holds its siblings up",
    async (_what, close) => {
      const boom = new Error("boom");
      const sibling = gate();
      const tasks: Task<unknown>[] = [
        sibling.heed,
        () => {
          throw boom;
        },
      ];
      const items = tasks.values();
      const source: AsyncIterable<Task<unknown>> = {
        [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(items.next()), return: close }),
      };
      await expect(gather(source, { graceMs: 10 })).rejects.toBe(boom);
      expect(sibling.signal?.reason).toBe(boom);
      const strange = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 5 }), return: close }) };
      await expect(gather(strange as never, { graceMs: 10 })).rejects.toThrow(/must be a function, not number/);
    },
  );

  test.each<[string, symbol, () => unknown]>([
    ["has ended", Symbol.iterator, () => ({ done: true, value: undefined })],
    ["has ended", Symbol.asyncIterator, () => Promise.resolve({ done: true, value: undefined })],
    ["throws", Symbol.iterator, thrown],
    ["rejects", Symbol.asyncIterator, () => Promise.reject(new Error("rejected"))],
  ])("G8 an iterator that %s is not closed, as in a for loop", async (_what, kind, next) => {
    const close = vi.fn(() => Promise.resolve({ done: true, value: undefined }));
    await gather({ [kind]: () => ({ next, return: close }) } as never).catch(() => undefined);
    expect(close).not.toHaveBeenCalled();
  });

  test("an async iterator's next() may return any thenable", async () => {
    const items = [() => 1].values();
    const next = (): unknown => ({ then: (resolve: (item: unknown) => void) => resolve(items.next()) });
    expect(await gather({ [Symbol.asyncIterator]: () => ({ next }) } as never)).toEqual([1]);
  });

  test.each([undefined, null, "text", 0, false])("G9 rejects with %o when a task does", async (reason) => {
    const outcome = await gather([() => Promise.reject(reason as unknown as Error), () => 1]).then(
      () => "resolved",
      (rejected: unknown) => ({ rejected }),
    );
    expect(outcome).toEqual({ rejected: reason });
  });

  test("G11 rejects with the first error by time, not by index", async () => {
    const [first, second] = [gate(), gate()];
    const run = gather([second.wait, first.wait]);
    first.fail(new Error("first by time"));
    await turn();
    second.fail(new Error("first by index"));
    await expect(run).rejects.toThrow("first by time");
  });

  test("G11 a task that had rejected before another throws synchronously is the first", async () => {
    const run = gather([
      () => Promise.reject(new Error("rejected")),
      () => {
        throw new Error("thrown");
      },
    ]);
    await expect(run).rejects.toThrow("rejected");
  });

  test("G12 aborts the others with the first error, the very same object", async () => {
    const boom = new Error("boom");
    const [failing, sibling] = [gate(), gate()];
    const run = gather([failing.wait, sibling.heed]);
    failing.fail(boom);
    await expect(run).rejects.toBe(boom);
    expect(sibling.signal?.reason).toBe(boom);
  });

  test("G13 rejects only when the siblings of the failed task have stopped", async () => {
    const [failing, cleaning] = [gate(), gate()];
    let settled = false;
    const run = gather([failing.wait, cleaning.wait], { graceMs: Infinity }).finally(() => (settled = true));
    failing.fail(new Error("boom"));
    await turn();
    expect(settled).toBe(false);
    cleaning.open("clean");
    await expect(run).rejects.toThrow("boom");
  });

  test("G23 cancelling an inner gather leaves the outer alone", async () => {
    const inner = new AbortController();
    const [innerTask, outerTask] = [gate(), gate<string>()];
    const run = gather([
      () => gather([innerTask.heed], { signal: inner.signal }).catch((reason: unknown) => reason),
      outerTask.heed,
    ]);
    await innerTask.reached;
    inner.abort("only the inner");
    await turn();
    expect(outerTask.signal?.aborted).toBe(false);
    outerTask.open("unharmed");
    expect(await run).toEqual(["only the inner", "unharmed"]);
  });

  test("G23 cancelling the outer gather reaches the inner one", async () => {
    const outer = new AbortController();
    const innerTask = gate();
    const run = gather([({ signal }) => gather([innerTask.heed], { signal })], { signal: outer.signal });
    await innerTask.reached;
    outer.abort("both");
    await expect(run).rejects.toBe("both");
    expect(innerTask.signal?.reason).toBe("both");
  });

  test.each([
    [1, "timed out after 50 ms; 1 task had been started"],
    [2, "timed out after 50 ms; 2 tasks had been started"],
  ])("G38 a timeout says how many tasks had been started: %i", async (count, message) => {
    vi.useFakeTimers();
    const run = gather(
      Array.from({ length: count }, () => gate().heed),
      { timeoutMs: 50 },
    );
    const error = run.catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(50);
    vi.useRealTimers();
    expect(await error).toMatchObject({ message });
  });

  test("G38 a timeout distinguishes tasks that never started from tasks that were cut off", async () => {
    vi.useFakeTimers();
    const tasks = Array.from({ length: 5 }, () => gate());
    const run = gather(
      tasks.map(({ heed }) => heed),
      { concurrency: 2, timeoutMs: 50 },
    ).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(50);
    vi.useRealTimers();
    expect(await run).toMatchObject({ name: "TimeoutError", timeoutMs: 50, started: 2 });
    expect(tasks.map(({ arrivals }) => arrivals)).toEqual([1, 1, 0, 0, 0]);
  });

  test.each([null, undefined, 5, "tasks", Promise.resolve([])])(
    "G4 refuses %o in place of the tasks",
    async (tasks) => {
      await expect(gather(tasks as never)).rejects.toThrow(/^tasks must be an array, a record or an iterable/);
    },
  );

  test("G4 names the key of a record and the index of a hole", async () => {
    await expect(gather({ weather: Promise.resolve() } as never)).rejects.toThrow('task "weather" must be a function');
    // oxlint-disable-next-line no-sparse-arrays -- this case tests exactly that
    await expect(gather([() => 1, , () => 2] as never)).rejects.toThrow("task 1 must be a function, not undefined");
  });
});

describe("gatherSettled", () => {
  test("G15 neither rejects nor aborts the others when a task fails or throws", async () => {
    const [failing, sibling] = [gate(), gate<string>()];
    const run = gatherSettled([
      failing.wait,
      sibling.heed,
      () => {
        throw "thrown";
      },
      () => "after the throw",
    ]);
    failing.fail("failed");
    await turn();
    expect(sibling.signal?.aborted).toBe(false);
    sibling.open("unharmed");
    expect(await run).toEqual([
      { status: "rejected", reason: "failed" },
      { status: "fulfilled", value: "unharmed" },
      { status: "rejected", reason: "thrown" },
      { status: "fulfilled", value: "after the throw" },
    ]);
  });

  test("G15 a place that a failed task held is given to the next", async () => {
    const outcomes = await gatherSettled([() => Promise.reject(new Error("1")), () => 2, () => 3], { concurrency: 1 });
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });
});
