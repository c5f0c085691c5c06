// Every outcome, successes and failures.
import { collect } from "./collect.ts";
import type { Gathered, GatherOptions, TaskContext, Tasks } from "./task.ts";

/** The result of `Promise.allSettled` for each task of `S`, in the shape of `S`. */
export type GatheredOutcomes<S> = Settled<Gathered<S>>;

type Settled<R> = { [K in keyof R]: PromiseSettledResult<R[K]> };

/**
 * Runs every task at once and returns all outcomes, `{ status, value }` or `{ status, reason }`, in the shape of
 * `tasks`.
 *
 * Like `Promise.allSettled`, or `asyncio.gather(return_exceptions=True)`: a task that fails neither rejects the call
 * nor aborts the others. An abort or a deadline does reject it, after all tasks have stopped.
 *
 * @example
 * const { a, b } = await gatherSettled({ a: taskA, b: taskB });
 * if (a.status === "rejected") console.log(a.reason);
 *
 * @throws The reason of `signal`.
 * @throws {TimeoutError} after `timeoutMs`.
 * @throws {TypeError} for a task that is not a function.
 * @throws {RangeError} for an option out of range.
 * @throws The error that an iterable of tasks throws.
 *
 * Caveat: after an abort, a task that ignores its signal delays the end, by at most `graceMs` (100 ms).
 */
export function gatherSettled<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<GatheredOutcomes<S>> {
  const joining = { join: (started: readonly Promise<unknown>[]) => Promise.allSettled(started), failFast: false };
  return collect(tasks, options, joining) as Promise<GatheredOutcomes<S>>;
}
