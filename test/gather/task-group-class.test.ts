// TaskGroup: tasks started one by one, ended together.
import { expect, test, vi } from "vitest";
import { TaskGroup } from "../../src/gather/index.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";

test("G44 waits for every task, also for those that tasks start while the block is being left", async () => {
  const [outer, inner] = [gate(), gate()];
  let left = false;
  const block = (async () => {
    await using group = new TaskGroup();
    void group.start(async () => {
      await outer.wait();
      void group.start(inner.wait);
    });
  })().finally(() => (left = true));
  outer.open("outer");
  await inner.reached;
  await turn();
  expect(left).toBe(false);
  inner.open("inner");
  await block;
});

test("G44 start hands back the task's own result", async () => {
  await using group = new TaskGroup();
  const answer: number = await group.start(() => 42);
  expect(answer).toBe(42);
});

test("G44 starting after the block has been left throws and calls nothing", async () => {
  const group = new TaskGroup();
  await group[Symbol.asyncDispose]();
  const task = vi.fn();
  expect(() => group.start(task)).toThrow(/closed/);
  expect(task).not.toHaveBeenCalled();
});

test("G12 the first failure aborts the others with the very same object", async () => {
  const boom = new Error("boom");
  const sibling = gate();
  const block = (async () => {
    await using group = new TaskGroup();
    void group.start(sibling.heed).catch(() => undefined);
    void group.start(() => Promise.reject(boom)).catch(() => undefined);
  })();
  await expect(block).rejects.toBeInstanceOf(AggregateError);
  expect(sibling.signal?.reason).toBe(boom);
});

test("rejects with each task's own error, in start order, and leaves out errors that only pass the abort on", async () => {
  const [late, cleaning, heeding] = [gate(), gate(), gate()];
  const block = (async () => {
    await using group = new TaskGroup({ graceMs: Infinity });
    group.start(cleaning.wait).catch(() => undefined);
    group.start(heeding.heed).catch(() => undefined);
    group.start(late.wait).catch(() => undefined);
  })();
  late.fail("first by time");
  await turn();
  cleaning.fail("while cleaning up");
  await expect(block).rejects.toMatchObject({ errors: ["while cleaning up", "first by time"] });
});

test("G6 a task started in a group that is being cancelled is not called", async () => {
  const group = new TaskGroup();
  const task = vi.fn();
  group.cancel("enough");
  await expect(group.start(task)).rejects.toBe("enough");
  expect(task).not.toHaveBeenCalled();
  await expect(group[Symbol.asyncDispose]()).rejects.toBe("enough");
});

test("cancel aborts what runs, and leaving the block rejects with its reason", async () => {
  const running = gate();
  const block = (async () => {
    await using group = new TaskGroup();
    group.start(running.heed).catch(() => undefined);
    group.cancel("enough");
  })();
  await expect(block).rejects.toBe("enough");
  expect(running.signal?.reason).toBe("enough");
});

test("a block that throws still waits for its tasks, and both errors are reported", async () => {
  const running = gate();
  const block = (async () => {
    await using group = new TaskGroup();
    group.start(running.wait).catch(() => undefined);
    throw new Error("the block's own");
  })().catch((reason: unknown) => reason);
  running.fail("the task's");
  expect(await block).toMatchObject({
    name: "SuppressedError",
    error: { errors: ["the task's"] },
    suppressed: { message: "the block's own" },
  });
});

test("a sibling that rejects with a copy of the abort's reason, as workerd's fetch does, has not failed by itself", async () => {
  const boom = new Error("boom");
  const block = (async () => {
    await using group = new TaskGroup();
    group
      .start(
        ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("boom")))),
      )
      .catch(() => undefined);
    group.start(() => Promise.reject(boom)).catch(() => undefined);
  })();
  const error = await block.catch((reason: unknown) => reason);
  expect((error as AggregateError).errors).toEqual([boom]);
  expect((error as AggregateError).message).toBe("1 task of the group failed: Error: boom");
});

test("G9 a rejection with undefined is the only error if the sibling obeys the abort", async () => {
  const sibling = gate();
  const block = (async () => {
    await using group = new TaskGroup();
    group.start(sibling.heed).catch(() => undefined);
    // oxlint-disable-next-line prefer-promise-reject-errors -- this case tests exactly that
    group.start(() => Promise.reject()).catch(() => undefined);
  })();
  await expect(block).rejects.toMatchObject({ errors: [undefined] });
});
