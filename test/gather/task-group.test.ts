// taskGroup: a block that starts tasks, one end for both, the first error by time.
import { describe, expect, test, vi } from "vitest";
import { sleep, taskGroup, type TaskStarter } from "../../src/gather/index.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";

test("resolves to the block's value, after every task has ended", async () => {
  const running = gate();
  let settled = false;
  const call = taskGroup(async (group) => {
    void group.start(running.wait);
    return "value";
  }).finally(() => (settled = true));
  await turn();
  expect(settled).toBe(false);
  running.open("done");
  expect(await call).toBe("value");
});

test("takes a block that is not async, and one that starts nothing", async () => {
  expect(await taskGroup(() => 1)).toBe(1);
  expect(await taskGroup(async () => 2)).toBe(2);
});

test("G44 waits for every task, also for those that tasks start when the block has ended", async () => {
  const [outer, inner] = [gate(), gate()];
  let settled = false;
  const call = taskGroup((group) => {
    void group.start(async () => {
      await outer.wait();
      void group.start(inner.wait);
    });
  }).finally(() => (settled = true));
  outer.open("outer");
  await inner.reached;
  await turn();
  expect(settled).toBe(false);
  inner.open("inner");
  await call;
});

test("G44 starting after the end throws and calls nothing", async () => {
  let kept: TaskStarter | undefined;
  await taskGroup((group) => void (kept = group));
  const task = vi.fn();
  expect(() => kept?.start(task)).toThrow(/closed/);
  expect(task).not.toHaveBeenCalled();
});

test("R29 a throw in the block cancels its tasks, and the call rejects with the very same object", async () => {
  const boom = new Error("boom");
  const [running, stubborn] = [gate(), gate()];
  let settled = false;
  const call = taskGroup(
    async (group) => {
      void group.start(running.heed);
      void group.start(stubborn.wait);
      await running.reached;
      throw boom;
    },
    { graceMs: Infinity },
  ).finally(() => (settled = true));
  await running.reached;
  await turn();
  expect(running.signal?.reason).toBe(boom);
  expect(settled).toBe(false);
  stubborn.open("late");
  await expect(call).rejects.toBe(boom);
});

test("R29 a throw of a block that is not async cancels its tasks as well", async () => {
  const running = gate();
  const call = taskGroup((group) => {
    void group.start(running.heed);
    throw "thrown";
  });
  await expect(call).rejects.toBe("thrown");
  expect(running.signal?.reason).toBe("thrown");
});

test("R29 a task that fails ends the block: its signal aborts, and the call rejects with the task's error", async () => {
  const boom = new Error("boom");
  const [failing, waiting] = [gate(), gate()];
  const call = taskGroup(async (group) => {
    void group.start(failing.wait);
    await waiting.heed(group);
  });
  await waiting.reached;
  failing.fail(boom);
  await expect(call).rejects.toBe(boom);
  expect(waiting.signal?.reason).toBe(boom);
});

test("R29 a block that awaits the task that fails passes the error on", async () => {
  const boom = new Error("boom");
  await expect(taskGroup((group) => group.start(() => Promise.reject(boom)))).rejects.toBe(boom);
});

test("R29 a task's failure is the group's, even if the block catches it", async () => {
  const boom = new Error("boom");
  const call = taskGroup((group) => group.start(() => Promise.reject(boom)).catch(() => "caught"));
  await expect(call).rejects.toBe(boom);
});

describe("G11 R29 of two errors the first by time wins", () => {
  test("the block's, when a task fails in the turn after it", async () => {
    const failing = gate();
    const call = taskGroup(async (group) => {
      void group.start(failing.wait);
      queueMicrotask(() => failing.fail("the task's"));
      throw "the block's";
    });
    await expect(call).rejects.toBe("the block's");
  });

  test("the task's, when the block throws in the same turn but later", async () => {
    const call = taskGroup(async (group) => {
      void group.start(() => Promise.reject("the task's"));
      throw "the block's";
    });
    await expect(call).rejects.toBe("the task's");
  });

  test("the one of two tasks that failed first, whichever was started first", async () => {
    const [one, other] = [gate(), gate()];
    const call = taskGroup((group) => {
      void group.start(one.wait);
      void group.start(other.wait);
    });
    other.fail("first by time");
    await turn();
    one.fail("first by index");
    await expect(call).rejects.toBe("first by time");
  });
});

test.each([undefined, null, 0, ""])("G9 rejects with %o when the block or a task does", async (reason) => {
  const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => "resolved",
      (rejected: unknown) => ({ rejected }),
    );
  const block = (): Promise<never> => Promise.reject(reason);
  expect(await outcomeOf(taskGroup(block))).toEqual({ rejected: reason });
  expect(await outcomeOf(taskGroup((group) => void group.start(block)))).toEqual({ rejected: reason });
});

test("G13 a block that ignores the abort holds the call open for graceMs and no longer", async () => {
  vi.useFakeTimers();
  let settled = false;
  const call = taskGroup(
    async (group) => {
      void group.start(() => Promise.reject("boom"));
      await gate().wait();
    },
    { graceMs: 250 },
  ).finally(() => (settled = true));
  const rejected = expect(call).rejects.toBe("boom");
  await vi.advanceTimersByTimeAsync(249);
  expect(settled).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await rejected;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("G14 a block and tasks that fail, some after the end, leave no rejection unhandled", async () => {
  const late = gate();
  const unhandled = await unhandledDuring(async () => {
    const call = taskGroup(
      async (group) => {
        void group.start(() => Promise.reject("the task's"));
        void group.start(late.wait);
        await late.wait();
      },
      { graceMs: 0 },
    );
    await expect(call).rejects.toBe("the task's");
    late.fail("after the end");
  });
  expect(unhandled).toEqual([]);
});

test("G6 a task started in a group that is being cancelled is not called", async () => {
  const task = vi.fn();
  const call = taskGroup(async (group) => {
    void group.start(() => Promise.reject("boom"));
    await turn();
    await expect(group.start(task)).rejects.toBe("boom");
  });
  await expect(call).rejects.toBe("boom");
  expect(task).not.toHaveBeenCalled();
});

test("cancel aborts what runs, and the call rejects with its reason", async () => {
  const running = gate();
  const call = taskGroup(async (group) => {
    void group.start(running.heed);
    group.cancel("enough");
    group.cancel("again");
  });
  await expect(call).rejects.toBe("enough");
  expect(running.signal?.reason).toBe("enough");
});

test("cancel without a reason is an AbortError", async () => {
  await expect(taskGroup((group) => group.cancel())).rejects.toMatchObject({ name: "AbortError" });
});

test("G21 G34 does not call the block after an abort, or without any time", async () => {
  const block = vi.fn();
  await expect(taskGroup(block, { signal: AbortSignal.abort("before") })).rejects.toBe("before");
  await expect(taskGroup(block, { timeoutMs: 0 })).rejects.toMatchObject({ timeoutMs: 0, started: 0 });
  expect(block).not.toHaveBeenCalled();
});

test("G22 G28 an abort ends the block and the tasks, and leaves no listener", async () => {
  const { signal, abort, listeners } = countedSignal();
  const [block, task] = [gate(), gate()];
  const call = taskGroup(
    (group) => {
      void group.start(task.heed);
      return block.heed(group);
    },
    { signal },
  );
  await block.reached;
  expect(listeners()).toBe(1);
  abort("stop");
  await expect(call).rejects.toBe("stop");
  expect([block.signal?.reason, task.signal?.reason, listeners()]).toEqual(["stop", "stop", 0]);
});

test("G33 G38 a deadline ends the block and the tasks, and says how many were started", async () => {
  vi.useFakeTimers();
  const call = taskGroup(
    async (group) => {
      for (let number = 0; number < 3; number++) void group.start(gate().heed);
      await sleep(1_000, group);
    },
    { timeoutMs: 50, concurrency: 2 },
  ).catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(50);
  expect(await call).toMatchObject({ name: "TimeoutError", timeoutMs: 50, started: 2 });
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("with concurrency", () => {
  test("G7 calls no task before a place is free, and then in the order they were started", async () => {
    const gates = Array.from({ length: 5 }, () => gate<number>());
    const arrived = (): number[] => gates.map(({ arrivals }) => arrivals);
    const call = taskGroup((group) => Promise.all(gates.map(({ wait }) => group.start(wait))), { concurrency: 2 });
    expect(arrived()).toEqual([1, 1, 0, 0, 0]);
    gates[1]?.open(1);
    await turn();
    expect(arrived()).toEqual([1, 1, 1, 0, 0]);
    gates[0]?.open(0);
    gates[2]?.open(2);
    await turn();
    expect(arrived()).toEqual([1, 1, 1, 1, 1]);
    gates[3]?.open(3);
    gates[4]?.open(4);
    expect(await call).toEqual([0, 1, 2, 3, 4]);
  });

  test("G7 never calls the tasks that waited for a place when one failed, and their promises reject with its error", async () => {
    const boom = new Error("boom");
    const queued = vi.fn();
    const told: unknown[] = [];
    const call = taskGroup(
      (group) => {
        void group.start(() => Promise.reject(boom));
        group.start(queued).catch((reason: unknown) => told.push(reason));
      },
      { concurrency: 1 },
    );
    await expect(call).rejects.toBe(boom);
    expect(queued).not.toHaveBeenCalled();
    expect(told).toEqual([boom]);
  });
});
