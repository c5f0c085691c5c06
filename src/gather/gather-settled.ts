// Every outcome, whatever it is.
import { collect } from "./collect.ts";
import type { Gathered, GatherOptions, TaskContext, Tasks } from "./task.ts";

/** `Promise.allSettled`'s result for each task of `S`, in the shape of `S`. */
export type GatheredOutcomes<S> = Settled<Gathered<S>>;

type Settled<R> = { [K in keyof R]: PromiseSettledResult<R[K]> };

/**
 * Runs every task at once and returns each one's outcome, `{ status, value }` or `{ status, reason }`, in the shape they were passed in.
 *
 * Like `Promise.allSettled`, or `asyncio.gather(return_exceptions=True)`: a failing task neither rejects the call nor aborts its
 * siblings. What does reject it comes from outside the tasks, after all of them have been aborted and have stopped.
 *
 * @throws the reason of `signal`; a `TimeoutError` after `timeoutMs`; what an iterable throws; `TypeError` for a task that is not a
 * function; `RangeError` for an option out of range.
 *
 * Caveat: a task that ignores its signal holds the call open after an abort, for at most `graceMs` (100 ms).
 */
export function gatherSettled<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<GatheredOutcomes<S>> {
  const joining = { join: (started: readonly Promise<unknown>[]) => Promise.allSettled(started), failFast: false };
  return collect(tasks, options, joining) as Promise<GatheredOutcomes<S>>;
}
