// Ways to run many tasks at once, all of them over the same ready tasks.
import { all as betterAll } from "better-all";
import { Effect } from "effect";
import pLimit from "p-limit";
import pMap from "p-map";
import { gather } from "../../../src/gather/index.ts";

type Ready = () => Promise<number>;

/** Each contestant is given its tasks in the form it wants and returns the function that runs them once. */
export const contestants: Readonly<Record<string, (tasks: readonly Ready[]) => () => Promise<unknown>>> = {
  "Promise.all": (tasks) => () => Promise.all(tasks.map((task) => task())),
  gather: (tasks) => () => gather(tasks),
  "p-map": (tasks) => () => pMap(tasks, (task) => task()),
  "p-limit": function withPLimit(tasks) {
    const limit = pLimit(Number.POSITIVE_INFINITY);
    return () => Promise.all(tasks.map((task) => limit(task)));
  },
  "Effect.all": function withEffect(tasks) {
    const effects = tasks.map((task) => Effect.promise(task));
    return () => Effect.runPromise(Effect.all(effects, { concurrency: "unbounded" }));
  },
  "better-all": function withBetterAll(tasks) {
    const record = Object.fromEntries(tasks.map((task, index) => [`task${index}`, task]));
    return () => betterAll(record);
  },
};

/** So many tasks that resolve at once. */
export function readyTasks(count: number): Ready[] {
  return Array.from({ length: count }, (_, index) => async () => index);
}
