// The first few successes; gatherAny is the case of one.
import { aggregate } from "./aggregate.ts";
import { checkCount } from "./check.ts";
import { completions } from "./completions.ts";
import { gather } from "./gather.ts";
import { sourceOf } from "./source.ts";
import type { GatherOptions, ResultOf, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and returns the first `count` results, in the order they came. The rest is aborted, and has stopped before
 * this returns; what the winners returned lives on, because each task has a signal of its own.
 *
 * Like `asyncio.wait(return_when=FIRST_COMPLETED)`, counting successes only and cleaning up after itself. A `count` of 0 resolves to
 * an empty array and starts nothing.
 *
 * @throws `AggregateError` as soon as it is certain that `count` cannot be reached, with the errors of the tasks that had failed, in
 * input order; otherwise as `asCompleted` does; `RangeError` for a `count` that is not a whole number from 0.
 *
 * Caveat: a task that ignores its signal holds the call open, for at most `graceMs` (100 ms).
 */
export async function gatherSome<const S extends Tasks<C>, C extends TaskContext = TaskContext>(
  count: number,
  tasks: S,
  options: GatherOptions<C> = {},
): Promise<ResultOf<S>[]> {
  checkCount("count", count, 0, false);
  const source = sourceOf(tasks);
  const positions = new Map<PropertyKey, number>(source.keys?.map((key, index) => [key, index]));
  const results: ResultOf<S>[] = [];
  const failures: { position: number; reason: unknown }[] = [];
  let size = source.size ?? Infinity;
  if (count === 0 || size < count) {
    // Decided without starting anything; yet options out of range and an aborted signal count as in every call.
    await gather([], options);
    if (count === 0) return results;
    throw tooFew();
  }

  for await (const completion of completions(tasks, options, whenFed)) {
    const { key, status } = completion;
    if (status === "fulfilled") {
      results.push(completion.value as ResultOf<S>);
      if (results.length === count) return results;
    } else {
      failures.push({ position: positions.get(key) ?? (key as number), reason: completion.reason });
      if (size - failures.length < count) throw tooFew();
    }
  }
  throw tooFew();

  function whenFed(total: number): Error | undefined {
    size = total;
    return size - failures.length < count ? tooFew() : undefined;
  }

  function tooFew(): AggregateError {
    const errors = failures.toSorted((a, b) => a.position - b.position).map(({ reason }) => reason);
    return aggregate(errors, `${count} of ${size} tasks had to succeed, ${errors.length} failed`);
  }
}
