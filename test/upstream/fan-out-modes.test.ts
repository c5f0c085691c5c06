// When a plan succeeds, when it fails, and how its other calls end.
import { expect, test } from "vitest";
import { type FanOut, fanOut, type Mode, type PlannedCall } from "../../src/upstream/fan-out.ts";
import { gate } from "../support/gate.ts";
import { openScope } from "../support/open-scope.ts";
import { turn } from "../support/turn.ts";
import { type Corner, corner } from "../support/worker.ts";

/** Calls to upstreams that behave as the recipes say; the first is named `0`. One that begins with `!` is required. */
function planFor({ fault }: Corner, recipes: readonly string[]): PlannedCall[] {
  return recipes.map((recipe, index) => {
    const required = recipe.startsWith("!");
    return { key: String(index), url: fault(recipe.replace("!", "")), required, retries: 0 };
  });
}

interface Told extends FanOut {
  readonly outcomes: readonly string[];
  /** The indexes of the results, in the order in which they came. */
  readonly told: readonly number[];
}

async function run(recipes: readonly string[], mode: Mode, concurrency?: number): Promise<Told> {
  const here = corner();
  const told: number[] = [];
  const ended = await fanOut(openScope(here.origin), planFor(here, recipes), mode, {
    ...(concurrency !== undefined && { concurrency }),
    onResult: async (index) => void told.push(index),
  });
  await here.idle();
  return { ...ended, told, outcomes: ended.results.map(({ outcome }) => outcome) };
}

test("settled: each call has its own outcome, and some successes are an answer", async () => {
  expect(await run(["", "status=500", "body=%7B"], "settled")).toMatchObject({
    outcomes: ["ok", "http_error", "invalid"],
    complete: false,
    failure: undefined,
  });
  expect(await run(["", ""], "settled")).toMatchObject({ complete: true, failure: undefined });
});

test("settled: without a success the plan fails, for the deciding reason", async () => {
  const { complete, failure } = await run(["status=500", "body=%7B"], "settled");
  expect([complete, failure]).toEqual([
    false,
    {
      why: 'none of 2 upstreams answered as needed: "0" ended as http_error, "1" ended as invalid',
      outcome: "http_error",
    },
  ]);
});

test.each<[string, readonly string[], Mode]>([
  ["a required call", ["!status=500", "stall=headers", "stall=body"], "settled"],
  ["any call where all are wanted", ["status=500", "stall=headers", "stall=body"], "all"],
])("%s that fails cancels the rest, and the plan fails with it", async (_which, recipes, mode) => {
  const { outcomes, told, failure, complete } = await run(recipes, mode);
  expect(outcomes).toEqual(["http_error", "cancelled", "cancelled"]);
  expect(told.toSorted((one, other) => one - other)).toEqual([0, 1, 2]);
  expect([failure, complete]).toEqual([
    { why: 'upstream "0" ended as http_error, but is required', outcome: "http_error" },
    false,
  ]);
});

test("a required call that succeeds cancels nothing", async () => {
  expect(await run(["!", "delayMs=20"], "settled")).toMatchObject({ outcomes: ["ok", "ok"], failure: undefined });
});

test("count: the first successes are enough, and the others are cancelled", async () => {
  expect(await run(["stall=headers", "", "status=500", ""], { count: 2 })).toMatchObject({
    outcomes: ["cancelled", "ok", "http_error", "ok"],
    complete: true,
    failure: undefined,
  });
});

test("count: too few successes fail the plan as soon as that is certain", async () => {
  const { outcomes, complete, failure } = await run(["stall=headers", "status=500", "status=500"], { count: 2 });
  expect(outcomes).toEqual(["cancelled", "http_error", "http_error"]);
  expect([complete, failure?.outcome]).toEqual([false, "http_error"]);
  expect(failure?.why).toMatch(/^none of 3 upstreams answered as needed: /);
  const some = await run(["", "status=500", "status=500"], { count: 2 }, 1);
  expect(some.failure?.why).toMatch(/^only 1 of 3 upstreams answered as needed: /);
});

test("calls that had not started at the end are reported as cancelled, and were never sent", async () => {
  const { results, told } = await run(["status=500", "", ""], "all", 1);
  expect(results.map(({ outcome, timing }) => [outcome, timing.attempts])).toEqual([
    ["http_error", 1],
    ["cancelled", 0],
    ["cancelled", 0],
  ]);
  expect(results[1]?.message).toBe('upstream "1" was never called: its result was no longer needed');
  expect(told).toEqual([0, 1, 2]);
});

test("a required call that fails is named, at any place", async () => {
  const { failure } = await run(["delayMs=20", "!status=503"], "settled");
  expect(failure?.why).toBe('upstream "1" ended as http_error, but is required');
});

test("a plan ends when the last result was taken, also of failed calls and calls that never started", async () => {
  const here = corner();
  const gates = [gate<void>(), gate<void>()];
  let over = false;
  const running = fanOut(openScope(here.origin), planFor(here, ["status=500", ""]), "all", {
    concurrency: 1,
    onResult: (index) => gates[index]?.wait() ?? Promise.reject(new Error("no such call")),
  }).finally(() => (over = true));
  for (const { reached, open } of gates) {
    await reached;
    await turn();
    expect(over).toBe(false);
    open();
  }
  expect((await running).results).toHaveLength(2);
});

test.each<Mode>(["settled", "all"])("an error of onResult ends the plan: %s", async (mode) => {
  const here = corner();
  const boom = new Error("boom");
  const plan = planFor(here, ["status=500", "stall=headers"]);
  const failing = fanOut(openScope(here.origin), plan, mode, { onResult: () => Promise.reject(boom) });
  await expect(failing).rejects.toBe(boom);
  expect(await here.idle()).toMatchObject({ openBodies: 0 });
});

test("each step is reported with the index of its call", async () => {
  const here = corner();
  const steps: [number, string][] = [];
  await fanOut(openScope(here.origin), planFor(here, ["", ""]), "settled", {
    onProgress: (index, { phase }) => void steps.push([index, phase]),
  });
  for (const index of [0, 1]) {
    expect(steps.filter(([of]) => of === index).map(([, phase]) => phase)).toEqual(["queued", "sent", "headers"]);
  }
});
