// Turns every shape of tasks into one: keys and tasks, in order.
import type { Task, TaskContext, Tasks } from "./task.ts";

/** The tasks of one call. */
export interface Source {
  /** Keys of the record, in start order. `undefined` if the tasks have an index instead. */
  readonly keys: readonly string[] | undefined;
  /** The number of tasks, if it is known before they are pulled. */
  readonly size: number | undefined;
  /** Opens the tasks for pulling. Called once. */
  open(): Iterator<unknown> | AsyncIterator<unknown>;
}

/**
 * Reads `tasks`. It checks all items of an array or record now, and the items of an iterable when they are pulled.
 *
 * @throws {TypeError} for an item that is not a function. The message names its key.
 */
export function sourceOf<C extends TaskContext>(tasks: Tasks<C>): Source {
  if (Array.isArray(tasks)) return listSource(tasks);
  if (typeof tasks !== "object" || tasks === null || "then" in tasks) {
    throw new TypeError(`tasks must be an array, a record or an iterable of functions, not ${describe(tasks)}`);
  }
  if (Symbol.asyncIterator in tasks) return pulledSource(() => tasks[Symbol.asyncIterator]());
  if (Symbol.iterator in tasks) return pulledSource(() => (tasks as Iterable<unknown>)[Symbol.iterator]());
  const record = tasks as { readonly [key: string]: unknown };
  const keys = Object.keys(record);
  return listSource(
    keys.map((key) => record[key]),
    keys,
  );
}

/** @throws {TypeError} unless `task` is a function. */
export function checkTask<C extends TaskContext>(task: unknown, key: PropertyKey): asserts task is Task<unknown, C> {
  if (typeof task === "function") return;
  throw new TypeError(
    `task ${JSON.stringify(key)} must be a function, not ${describe(task)}: work that is already running cannot be cancelled`,
  );
}

/** Puts `results`, which are in start order, into the shape of the tasks. */
export function shaped(source: Source, results: readonly unknown[]): unknown {
  const { keys } = source;
  return keys === undefined ? results : Object.fromEntries(keys.map((key, index) => [key, results[index]]));
}

function listSource(list: readonly unknown[], keys?: readonly string[]): Source {
  for (let index = 0; index < list.length; index++) checkTask(list[index], keys?.[index] ?? index);
  return { keys, size: list.length, open: () => list[Symbol.iterator]() };
}

function pulledSource(open: Source["open"]): Source {
  return { keys: undefined, size: undefined, open };
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return "a function";
  if (typeof value === "object") return "then" in value ? "a promise" : "an object";
  return typeof value;
}
