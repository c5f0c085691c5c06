// Prints the bytes of heap that each of 100,000 waiting tasks holds. Its argument is the contestant. Needs
// `--expose-gc`.
import { setImmediate } from "node:timers/promises";
import { gather } from "../../../src/gather/index.ts";

const TASKS = 100_000;

const [contestant] = process.argv.slice(2);
// The tasks and what they wait for are there before: only what the contestant adds is counted.
const pending: ((value: number) => void)[] = [];
const tasks = Array.from({ length: TASKS }, () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  pending.push(resolve);
  return () => promise;
});

globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const running = contestant === "gather" ? gather(tasks) : Promise.all(tasks.map((task) => task()));
await setImmediate(); // By then everything is in place that is there for as long as the tasks wait.
globalThis.gc?.();
console.log(Math.round((process.memoryUsage().heapUsed - before) / TASKS));

for (const resolve of pending) resolve(0);
await running;
