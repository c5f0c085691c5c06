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
 * @throws what the source throws; `TypeError` for an item that is not a function; the run's reason.
 */
export async function feed<C extends TaskContext>(run: Run<C>, source: Source, begin: Begin<C>): Promise<void> {
  if (run.stopped) throw run.reason;
  const iterator = source.open();
  // Whether to close the iterator. One that has ended, thrown, or never been pulled is not closed.
  let isOpen: boolean | undefined;
  let places = run.concurrency;
  let wake: (() => void) | undefined;
  function free(): void {
    places++;
    wake?.();
  }
  try {
    for (let index = 0; index !== source.size; index++) {
      if (places === 0) {
        const place = Promise.withResolvers<void>();
        wake = place.resolve;
        await run.orStop(place.promise);
      }
      isOpen = false;
      const pulled = iterator.next();
      isOpen = true;
      const item = "then" in pulled ? await run.orStop(Promise.resolve(pulled).catch(failed)) : pulled;
      if (item.done) {
        isOpen = false;
        return;
      }
      checkTask<C>(item.value, index);
      // A stop may have come in the same turn as the place or the item that was waited for.
      if (run.stopped) throw run.reason;
      places--;
      if (!begin(item.value, index, free)) return;
    }
  } finally {
    if (isOpen) run.alsoClose(closed(iterator));
  }

  function failed(reason: unknown): never {
    isOpen = false;
    throw reason;
  }
}

/** Ends an iterator that is left early. What that throws must not hide why it is left. */
async function closed(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.();
}
