// The first few successes. gatherAny asks for one.
import { aggregate } from "./aggregate.ts";
import { checkCount } from "./check.ts";
import { completions } from "./completions.ts";
import { gather } from "./gather.ts";
import { sourceOf } from "./source.ts";
import type { GatherOptions, ResultOf, TaskContext, Tasks } from "./task.ts";

/**
 * Runs every task at once and returns the first `count` successes, in the order in which they came. The other tasks are
 * aborted, and have stopped before this returns. A response that a winner returned can still be read, because each task
 * has its own signal.
 *
 * Like `asyncio.wait(return_when=FIRST_COMPLETED)`, but it counts successes only and cleans up. A `count` of 0 resolves
 * to an empty array and starts nothing.
 *
 * @example
 * const [first, second] = await gatherSome(2, [replicaA, replicaB, replicaC]);
 *
 * @throws {AggregateError} as soon as `count` cannot be reached. It holds the errors so far, in input order.
 * @throws {RangeError} for a `count` that is not a whole number from 0.
 * @throws All errors of `asCompleted`.
 *
 * Caveat: a task that ignores its signal delays the return, by at most `graceMs` (100 ms).
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
    // Nothing starts, but this call still checks the options and the signal.
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
