// The helper the project is named after: all or nothing.
import { collect } from "./collect.ts";
import type { Gathered, GatherOptions, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and returns their results in the shape they were passed in.
 *
 * Like `Promise.all`, with an end: when one task fails the others are aborted, and `gather` rejects with that first error only after
 * all of them have stopped. Python's `asyncio.gather` leaves them running; `asyncio.TaskGroup` is closer.
 *
 * Tasks start in input order and in the same turn, as far as `concurrency` allows; those not started when one fails never are. An
 * iterable is pulled no further than `concurrency` tasks ahead of the results, and closed when it is left early.
 *
 * @throws the first task's error by time, the very object; the reason of `signal`; a `TimeoutError` after `timeoutMs`; what an
 * iterable throws; `TypeError` for a task that is not a function; `RangeError` for an option out of range.
 *
 * Caveat: a task that ignores its signal holds the call open, for at most `graceMs` (100 ms).
 */
export function gather<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<Gathered<S>> {
  const joining = { join: (started: readonly Promise<unknown>[]) => Promise.all(started), failFast: true };
  return collect(tasks, options, joining) as Promise<Gathered<S>>;
}
