// Reads the shapes tasks come in, so that the helpers see one: keys and tasks, in order.
import type { Task, TaskContext, Tasks } from "./task.ts";

/** The tasks of one call. */
export interface Source {
  /** The record's keys, in the order their tasks start; absent where tasks are known by their index. */
  readonly keys: readonly string[] | undefined;
  /** How many tasks there are, where that is known before they are pulled. */
  readonly size: number | undefined;
  /** Opens the tasks for pulling. Called once. */
  open(): Iterator<unknown> | AsyncIterator<unknown>;
}

/**
 * Reads `tasks`. Arrays and records are checked whole, before anything starts; iterables as they are pulled.
 *
 * @throws `TypeError` that names the key where something else than a function stands.
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

/** @throws `TypeError` unless `task` is a function. */
export function checkTask<C extends TaskContext>(task: unknown, key: PropertyKey): asserts task is Task<unknown, C> {
  if (typeof task === "function") return;
  throw new TypeError(
    `task ${JSON.stringify(key)} must be a function, not ${describe(task)}: work that is already running cannot be cancelled`,
  );
}

/** Puts results that stand in start order back into the shape the tasks had. */
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
