// One call of each helper of gather/, as a program that prints what came of it: it is bundled and run on other versions of Node.
import {
  asCompleted,
  gather,
  gatherAny,
  gatherSettled,
  gatherSome,
  Semaphore,
  shield,
  sleep,
  taskGroup,
  TaskGroup,
  withTimeout,
} from "../../src/gather/index.ts";

const fail = (): Promise<never> => Promise.reject(new Error("boom"));
const told = (call: Promise<unknown>): Promise<unknown> => call.catch(String);

async function group(): Promise<string> {
  const tasks = new TaskGroup();
  void tasks.start(() => sleep(1));
  void tasks.start(fail);
  await tasks[Symbol.asyncDispose]();
  return "left";
}

const semaphore = new Semaphore(1);
const release = await semaphore.acquire();
release();

console.log(
  JSON.stringify({
    gather: await gather({ one: () => 1, two: async () => 2 }),
    failed: await told(gather([fail, ({ signal }) => sleep(60_000, { signal })])),
    settled: (await gatherSettled([fail, () => 1])).map(({ status }) => status),
    any: await gatherAny([fail, () => 1]),
    some: await gatherSome(2, [() => 1, fail, () => 2].values(), { concurrency: 1 }),
    completed: (await Array.fromAsync(asCompleted([() => sleep(1), () => 1]))).map(({ key }) => key),
    taskGroup: await taskGroup(async (tasks) => (await tasks.start(() => 1)) + (await tasks.start(() => 1))),
    thrown: await told(
      taskGroup((tasks) => {
        void tasks.start(({ signal }) => sleep(60_000, { signal }));
        throw new Error("block");
      }),
    ),
    TaskGroup: await told(group()),
    timeout: await told(withTimeout(1, ({ signal }) => sleep(60_000, { signal }))),
    shield: await shield(Promise.resolve(1), {
      signal: new AbortController().signal,
      waitUntil: (work) => void work.catch(() => undefined),
    }),
    free: semaphore.free,
  }),
);
