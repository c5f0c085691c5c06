// A helper with a context gives each of its tasks a copy with another signal.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  asCompleted,
  type Forkable,
  gather,
  gatherAny,
  gatherSettled,
  gatherSome,
  taskGroup,
  TaskGroup,
  withTimeout,
} from "../../src/gather/index.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";

/** A context that carries a name. */
class Named implements Forkable {
  readonly name: string;
  readonly signal: AbortSignal;

  constructor(name: string, signal = new AbortController().signal) {
    this.name = name;
    this.signal = signal;
  }

  fork(signal: AbortSignal): this {
    return new Named(this.name, signal) as this;
  }
}

type NamedTask = (context: Named) => Promise<Named>;

/** Each helper, with one task and the option `context`. */
const helpers: readonly [string, (task: NamedTask, context: Named) => Promise<unknown>][] = [
  ["gather", (task, context) => gather([task], { context })],
  ["gatherSettled", (task, context) => gatherSettled({ one: task }, { context })],
  ["gatherAny", (task, context) => gatherAny([task], { context })],
  ["gatherSome", (task, context) => gatherSome(1, [task], { context })],
  ["asCompleted", (task, context) => Array.fromAsync(asCompleted([task], { context }))],
  ["taskGroup", (task, context) => taskGroup((group) => group.start(task), { context })],
  ["taskGroup, its block", (task, context) => taskGroup((group) => task(group.context), { context })],
  ["withTimeout", (task, context) => withTimeout(60_000, task, { context })],
  [
    "TaskGroup",
    async (task, context) => {
      await using group = new TaskGroup({ context });
      void group.start(task);
    },
  ],
];

describe.each(helpers)("%s", (_name, run) => {
  test("gives its tasks a copy of the context with another signal", async () => {
    const outer = new Named("outer");
    let handed: Named | undefined;
    await run(async (context) => (handed = context), outer);
    expect(handed).toBeInstanceOf(Named);
    expect(handed?.name).toBe("outer");
    expect(handed?.signal).not.toBe(outer.signal);
  });

  test("G23 aborts its tasks when the context's signal aborts, with that very reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const waiting = gate<Named>();
    const running = run(waiting.heed, new Named("outer", controller.signal));
    await waiting.reached;
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(waiting.signal?.reason).toBe(reason);
  });

  test("G28 leaves no listener on the context's signal", async () => {
    const counted = countedSignal();
    await run(async (context) => context, new Named("outer", counted.signal));
    expect(counted.listeners()).toBe(0);
  });

  test("G21 starts nothing under a context that is aborted already", async () => {
    const reason = new Error("before");
    const outer = new Named("outer", AbortSignal.abort(reason));
    let called = false;
    await expect(
      run(async (context) => {
        called = true;
        return context;
      }, outer),
    ).rejects.toBe(reason);
    expect(called).toBe(false);
  });
});

test("a signal beside the context aborts the tasks as well", async () => {
  const controller = new AbortController();
  const waiting = gate();
  const running = gather([waiting.heed], { context: new Named("outer"), signal: controller.signal });
  controller.abort("enough");
  await expect(running).rejects.toBe("enough");
  expect(waiting.signal?.aborted).toBe(true);
});

test("tasks written in place know the type of the context", async () => {
  const context = new Named("outer");
  const named = await gather({ one: (inner) => inner.name, two: async ({ name }) => name.length }, { context });
  expectTypeOf(named).toEqualTypeOf<{ one: string; two: number }>();
  const first = await gatherAny([(inner) => inner.name, (inner) => inner.name.length], { context });
  expectTypeOf(first).toEqualTypeOf<string | number>();
  expect(named).toEqual({ one: "outer", two: 5 });
});
