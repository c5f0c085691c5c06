// The contract of every helper: each test runs against all helpers.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  asCompleted,
  gather,
  gatherAny,
  gatherSettled,
  gatherSome,
  type GatherOptions,
  sleep,
  type Task,
  taskGroup,
  TaskGroup,
  TimeoutError,
  withTimeout,
} from "../../src/gather/index.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";
import { liveTimers } from "../support/live-timers.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";

type Run = (tasks: Task<unknown>[], options?: GatherOptions) => Promise<unknown>;

const helpers: { name: string; run: Run }[] = [
  { name: "gather", run: (tasks, options) => gather(tasks, options) },
  { name: "gather over a record", run: (tasks, options) => gather(Object.fromEntries(tasks.entries()), options) },
  { name: "gather over an iterable", run: (tasks, options) => gather(tasks.values(), options) },
  { name: "gather over an async iterable", run: (tasks, options) => gather(streamed(tasks), options) },
  { name: "gather, two at a time", run: (tasks, options) => gather(tasks, { concurrency: 2, ...options }) },
  { name: "gatherSettled", run: (tasks, options) => gatherSettled(tasks, options) },
  {
    name: "gatherSettled, two at a time",
    run: (tasks, options) => gatherSettled(tasks, { concurrency: 2, ...options }),
  },
  { name: "gatherAny", run: (tasks, options) => gatherAny(tasks, options) },
  { name: "gatherSome", run: (tasks, options) => gatherSome(tasks.length, tasks, options) },
  { name: "asCompleted", run: drain },
  { name: "taskGroup", run: inGroup },
  { name: "taskGroup, two at a time", run: (tasks, options) => inGroup(tasks, { concurrency: 2, ...options }) },
  { name: "TaskGroup", run: inBlock },
  { name: "TaskGroup, two at a time", run: (tasks, options) => inBlock(tasks, { concurrency: 2, ...options }) },
  { name: "withTimeout", run: withinTime },
];

function streamed(tasks: Task<unknown>[]): AsyncIterable<Task<unknown>> {
  const items = tasks.values();
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(items.next()) }) };
}

async function drain(tasks: Task<unknown>[], options?: GatherOptions): Promise<unknown> {
  const completions = [];
  for await (const completion of asCompleted(tasks, options)) completions.push(completion);
  return completions;
}

function inGroup(tasks: Task<unknown>[], options?: GatherOptions): Promise<void> {
  return taskGroup((group) => {
    for (const task of tasks) void group.start(task);
  }, options);
}

async function inBlock(tasks: Task<unknown>[], options?: GatherOptions): Promise<void> {
  await using group = new TaskGroup(options);
  for (const task of tasks) void group.start(task);
}

function withinTime(
  tasks: Task<unknown>[],
  { timeoutMs = Infinity, ...options }: GatherOptions = {},
): Promise<unknown> {
  return withTimeout(timeoutMs, ({ signal }) => gather(tasks, { signal, graceMs: options.graceMs }), options);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each(helpers)("$name", ({ run }) => {
  test("G4 refuses a promise in place of a task with a TypeError that names its key", async () => {
    const tasks = [() => 1, Promise.resolve(2) as unknown as Task<unknown>];
    await expect(run(tasks)).rejects.toThrow(/task "?1"? must be a function, not a promise/);
    await expect(run(tasks)).rejects.toBeInstanceOf(TypeError);
  });

  test("G5 runs the same task twice when it is given twice", async () => {
    const task = vi.fn();
    await run([task, task]);
    expect(task).toHaveBeenCalledTimes(2);
  });

  test("G6 turns a synchronous throw into a rejection", async () => {
    const call = run([
      () => {
        throw new Error("thrown");
      },
    ]);
    const told = await call.then(JSON.stringify, (reason: unknown) => `rejected with ${String(reason)}`);
    expect(told).toMatch(/rejected/);
  });

  test("G13 an abort rejects only after every started task has settled", async () => {
    const controller = new AbortController();
    const slow = gate();
    let settled = false;
    const call = run([slow.wait], { signal: controller.signal, graceMs: Infinity }).finally(() => (settled = true));
    await slow.reached;
    controller.abort(new Error("stop"));
    await turn();
    expect(settled).toBe(false);
    slow.open("late");
    await expect(call).rejects.toThrow("stop");
  });

  test("G13 a task that ignores its signal holds the call open for graceMs and no longer", async () => {
    const controller = new AbortController();
    const stubborn = gate();
    let settled = false;
    const call = run([stubborn.wait], { signal: controller.signal, graceMs: 250 }).finally(() => (settled = true));
    await stubborn.reached;
    controller.abort(new Error("stop"));
    await turn();
    await vi.advanceTimersByTimeAsync(249);
    expect(settled).toBe(false);
    await Promise.all([vi.advanceTimersByTimeAsync(1), expect(call).rejects.toThrow("stop")]);
  });

  test("G14 leaves no rejection unhandled when several tasks fail, some of them after the call has ended", async () => {
    const late = gate();
    const unhandled = await unhandledDuring(async () => {
      const call = run([() => Promise.reject(new Error("1")), () => Promise.reject(new Error("2")), late.wait], {
        graceMs: 0,
        timeoutMs: 10,
      }).catch(() => undefined);
      await turn();
      await vi.advanceTimersByTimeAsync(20);
      await call;
      late.fail(new Error("3, after the end"));
    });
    expect(unhandled).toEqual([]);
  });

  test("G17 an error thrown while a cancelled task cleans up does not hide the reason of the abort", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    const running = gate();
    const messy: Task<unknown> = async (context) => {
      try {
        await running.heed(context);
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- this case tests exactly that
        throw new Error("clean-up failed");
      }
    };
    const call = run([messy], { signal: controller.signal });
    await running.reached;
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
  });

  test("G21 a signal aborted beforehand: no task is called, no listener is left, the reason is the signal's own", async () => {
    const { signal, abort, listeners } = countedSignal();
    const reason = new Error("before");
    abort(reason);
    const task = vi.fn();
    await expect(run([task, task], { signal })).rejects.toBe(reason);
    expect(task).not.toHaveBeenCalled();
    expect(listeners()).toBe(0);
  });

  test("G22 an abort reaches every running task", async () => {
    const controller = new AbortController();
    const reason = new Error("stop");
    const running = [gate(), gate()];
    const call = run(
      running.map(({ heed }) => heed),
      { signal: controller.signal },
    );
    await Promise.all(running.map(({ reached }) => reached));
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    for (const { signal } of running) expect(signal?.reason).toBe(reason);
  });

  test("G24 an abort from outside rejects the call even if every task resolves afterwards", async () => {
    const controller = new AbortController();
    const running = gate();
    const call = run([running.wait], { signal: controller.signal });
    await running.reached;
    controller.abort(new Error("stop"));
    running.open("value");
    await expect(call).rejects.toThrow("stop");
  });

  test("G25 the reason keeps its identity through nested calls", async () => {
    const controller = new AbortController();
    const reason = { not: "even an error" };
    const innermost = gate();
    const call = run([({ signal }) => run([(inner) => run([innermost.heed], inner)], { signal })], {
      signal: controller.signal,
    });
    await innermost.reached;
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(innermost.signal?.reason).toBe(reason);
  });

  test("G27 an abort after the end does nothing", async () => {
    const { signal, abort } = countedSignal();
    let handed: AbortSignal | undefined;
    await run(
      [
        (context) => {
          handed = context.signal;
        },
      ],
      { signal },
    );
    abort(new Error("too late"));
    expect(handed?.aborted).toBe(false);
  });

  test("G28 G36 no listener and no timer is left after 1,000 tasks, on success, error and abort", async () => {
    const { signal, abort, listeners } = countedSignal();
    const thousand = (task: Task<unknown>): Task<unknown>[] => Array.from({ length: 1000 }, () => task);
    const options = { signal, timeoutMs: 60_000 };
    const left = (): number[] => [listeners(), vi.getTimerCount()];

    const waiting = gate();
    const success = run(thousand(waiting.heed), options);
    await waiting.reached;
    expect(listeners()).toBe(1);
    waiting.open("value");
    await success;
    expect(left()).toEqual([0, 0]);

    const boom = thousand(() => Promise.reject(new Error("boom")));
    await run(boom, options).catch(() => undefined);
    expect(left()).toEqual([0, 0]);

    const aborted = run(
      thousand((context) => sleep(5000, context)),
      options,
    );
    await turn();
    abort(new Error("stop"));
    await expect(aborted).rejects.toThrow("stop");
    expect(left()).toEqual([0, 0]);
  });

  test("G36 no timer is set where none is needed", async () => {
    const timers = liveTimers();
    await run([() => 1, async () => 2]);
    timers.restore();
    expect(timers.set()).toBe(0);
  });

  test("G33 of nested deadlines the earlier one ends both, and both say so", async () => {
    for (const [outerMs, innerMs] of [
      [50, 80],
      [80, 50],
    ]) {
      let inner: Promise<unknown> | undefined;
      const outer = run(
        [
          ({ signal }) => {
            inner = withTimeout(innerMs ?? 0, (context) => sleep(1000, context), { signal });
            return inner;
          },
        ],
        { timeoutMs: outerMs },
      );
      const outcomes = Promise.allSettled([outer, turn().then(() => inner)]);
      await turn();
      await vi.advanceTimersByTimeAsync(50);
      const [outerOutcome, innerOutcome] = await outcomes;
      expect(innerOutcome).toMatchObject({ reason: { name: "TimeoutError", timeoutMs: 50 } });
      expect(limitsIn(outerOutcome)).toEqual([50]);
    }
  });

  test("G33 a deadline is a TimeoutError that names its limit", async () => {
    const call = run([(context) => sleep(1000, context)], { timeoutMs: 50 });
    const error = call.catch((reason: unknown) => reason);
    await turn();
    await vi.advanceTimersByTimeAsync(50);
    expect(await error).toBeInstanceOf(TimeoutError);
    expect(await error).toBeInstanceOf(DOMException);
    expect(await error).toMatchObject({ name: "TimeoutError", timeoutMs: 50, message: /50 ms/ });
  });

  test.each([0, -1, -Infinity])("G34 timeoutMs %d has passed already: no task starts", async (timeoutMs) => {
    const task = vi.fn();
    await expect(run([task], { timeoutMs })).rejects.toMatchObject({ name: "TimeoutError", timeoutMs, started: 0 });
    expect(task).not.toHaveBeenCalled();
  });

  test("G34 timeoutMs Infinity sets no timer", async () => {
    const running = gate();
    const call = run([running.wait], { timeoutMs: Infinity });
    await running.reached;
    expect(vi.getTimerCount()).toBe(0);
    running.open("value");
    await call;
  });

  test.each([{ timeoutMs: NaN }, { timeoutMs: 2 ** 31 }, { graceMs: NaN }])("G34 refuses %o", async (options) => {
    const task = vi.fn();
    await expect(async () => run([task], options)).rejects.toBeInstanceOf(RangeError);
    expect(task).not.toHaveBeenCalled();
  });
});

test("the collector of unhandled rejections sees one when there is one", async () => {
  const stray = new Error("stray");
  const unhandled = await unhandledDuring(() => {
    void Promise.reject(stray);
    return Promise.resolve();
  });
  expect(unhandled).toEqual([stray]);
});

/** The limits of the timeouts in an outcome of any helper. */
function limitsIn(outcome: unknown): number[] {
  const found = new Set<number>();
  function look(value: unknown): void {
    if (value instanceof TimeoutError) found.add(value.timeoutMs);
    else if (value instanceof AggregateError) value.errors.forEach(look);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  }
  look(outcome);
  return [...found];
}
