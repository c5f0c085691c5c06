// Pulls tasks from their source and begins each as soon as there is a place for it.
import type { Run } from "./run.ts";
import { checkTask, type Source } from "./source.ts";
import type { Task, TaskContext } from "./task.ts";

/** Begins one task and says whether to go on. Calls `free`, once, when the task's place can be given to another. */
export type Begin<C extends TaskContext> = (task: Task<unknown, C>, index: number, free: () => void) => boolean;

/**
 * Begins tasks in order until the source is exhausted, `begin` says stop, or the run stops. The first `concurrency` tasks of a sync
 * source begin before this returns; no item is pulled before there is a place for it. Closes a source that it leaves early.
 *
 * @returns how many tasks began.
 * @throws what the source throws; `TypeError` for an item that is not a function; the run's reason.
 */
export async function feed<C extends TaskContext>(run: Run<C>, source: Source, begin: Begin<C>): Promise<number> {
  if (run.stopped) throw run.reason;
  const iterator = source.open();
  let over = false; // Ended or thrown: such an iterator is not closed.
  let places = run.concurrency;
  let wake: (() => void) | undefined;
  function free(): void {
    places++;
    wake?.();
  }
  try {
    for (let index = 0; ; index++) {
      if (index === source.size) return index;
      if (places === 0) {
        const place = Promise.withResolvers<void>();
        wake = place.resolve;
        await run.orStop(place.promise);
      }
      over = true;
      const pulled = iterator.next();
      over = false;
      const item = "then" in pulled ? await run.orStop(Promise.resolve(pulled).catch(failed)) : pulled;
      if (item.done) {
        over = true;
        return index;
      }
      checkTask<C>(item.value, index);
      // A stop may have come in the same turn as the place or the item that was waited for.
      if (run.stopped) throw run.reason;
      places--;
      if (!begin(item.value, index, free)) return index + 1;
    }
  } finally {
    if (!over) run.alsoClose(closed(iterator));
  }

  function failed(reason: unknown): never {
    over = true;
    throw reason;
  }
}

/** Ends an iterator that is left early. What that throws must not hide why it is left. */
async function closed(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.();
}
