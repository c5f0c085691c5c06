// Pulls tasks from their source and starts each one as soon as a place is free.
import type { Run } from "./run.ts";
import { checkTask, type Source } from "./source.ts";
import type { Task, TaskContext } from "./task.ts";

/** Starts one task and returns whether to go on. Calls `free` once, when another task can have its place. */
export type Begin<C extends TaskContext> = (task: Task<unknown, C>, index: number, free: () => void) => boolean;

/**
 * Starts tasks in order until the source ends, `begin` returns false, or the run stops. The first `concurrency` tasks
 * of a sync source start before `feed` returns. It pulls an item only when a place is free. It closes a source that it
 * leaves early.
 *
 * @throws The error of the source.
 * @throws {TypeError} for an item that is not a function.
 * @throws The reason of the run, if the run stops.
 */
export async function feed<C extends TaskContext>(run: Run<C>, source: Source, begin: Begin<C>): Promise<void> {
  if (run.stopped) throw run.reason;
  const iterator = source.open();
  // True if the iterator must be closed. One that ended, threw or was never pulled needs no closing.
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
      // The run may have stopped in the same turn in which the place or the item came.
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

/** Closes an iterator that is left early. */
async function closed(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.();
}
