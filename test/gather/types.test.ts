// The types of each helper's results. `npm run types` checks the assertions; running them costs nothing.
import { expectTypeOf, test } from "vitest";
import {
  asCompleted,
  gather,
  gatherAny,
  gatherSettled,
  gatherSome,
  type Task,
  taskGroup,
  TaskGroup,
  withTimeout,
} from "../../src/gather/index.ts";

const number = (): Promise<number> => Promise.resolve(1);
const text = (): string => "text";

test("G1 a tuple of tasks gives a tuple of results", async () => {
  expectTypeOf(await gather([number, text, () => true])).toEqualTypeOf<[number, string, boolean]>();
  expectTypeOf(await gather([])).toEqualTypeOf<[]>();
});

test("G1 an array of tasks gives an array of results", async () => {
  const tasks: Task<number>[] = [number];
  expectTypeOf(await gather(tasks)).toEqualTypeOf<number[]>();
  expectTypeOf(await gather(tasks.map((task) => task))).toEqualTypeOf<number[]>();
});

test("G2 a record of tasks gives a record of results, each of its own type", async () => {
  expectTypeOf(await gather({ number, text })).toEqualTypeOf<{ number: number; text: string }>();
});

test("iterables, sync and async, give an array", async () => {
  expectTypeOf(await gather(new Set([number]))).toEqualTypeOf<number[]>();
  expectTypeOf(await gather((async function* () {})())).toEqualTypeOf<never[]>();
  async function* stream(): AsyncGenerator<Task<Date>> {
    yield () => new Date();
  }
  expectTypeOf(await gather(stream())).toEqualTypeOf<Date[]>();
});

test("a task written in place knows its context, and async tasks are unwrapped", async () => {
  const result = await gather({ aborted: ({ signal }) => signal.aborted, later: async () => 1 });
  expectTypeOf(result).toEqualTypeOf<{ aborted: boolean; later: number }>();
  const [first] = await gather([async ({ signal }) => signal.aborted]);
  expectTypeOf(first).toEqualTypeOf<boolean>();
});

test("gatherSettled gives Promise.allSettled's results in the same shapes", async () => {
  expectTypeOf(await gatherSettled([number, text])).toEqualTypeOf<
    [PromiseSettledResult<number>, PromiseSettledResult<string>]
  >();
  expectTypeOf(await gatherSettled({ number })).toEqualTypeOf<{ number: PromiseSettledResult<number> }>();
  expectTypeOf(await gatherSettled(new Set([text]))).toEqualTypeOf<PromiseSettledResult<string>[]>();
});

test("gatherAny and gatherSome give any of the results", async () => {
  expectTypeOf(await gatherAny([number, text])).toEqualTypeOf<number | string>();
  expectTypeOf(await gatherAny({ number, text })).toEqualTypeOf<number | string>();
  expectTypeOf(await gatherSome(1, new Set([number]))).toEqualTypeOf<number[]>();
});

test("asCompleted ties each key to its result", async () => {
  for await (const completion of asCompleted({ number, text })) {
    if (completion.status === "rejected") continue;
    if (completion.key === "number") expectTypeOf(completion.value).toEqualTypeOf<number>();
    else expectTypeOf(completion.value).toEqualTypeOf<string>();
  }
  for await (const completion of asCompleted([number])) expectTypeOf(completion.key).toEqualTypeOf<number>();
});

test("taskGroup resolves to the block's own type, and start to the task's", async () => {
  expectTypeOf(await taskGroup((group) => group.start(number))).toEqualTypeOf<number>();
  expectTypeOf(await taskGroup(() => "text")).toEqualTypeOf<string>();
});

test("TaskGroup and withTimeout return the task's own type", async () => {
  await using group = new TaskGroup();
  expectTypeOf(group.start(number)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(await withTimeout(1000, text)).toEqualTypeOf<string>();
});

test("G4 a promise in place of a task does not compile", () => {
  const calls = [
    // @ts-expect-error a promise is not a task
    (): unknown => gather([number()]),
    // @ts-expect-error a promise is not a task
    (): unknown => gather({ one: number() }),
    // @ts-expect-error a promise is not a task
    (): unknown => asCompleted([number()]),
    // @ts-expect-error a plain value is not a task
    (): unknown => withTimeout(1, 1),
  ];
  expectTypeOf(calls).toBeArray();
});
