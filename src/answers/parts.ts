// The parts of an answer, as tasks that note how they went.
import type { Task, TaskContext } from "../gather/index.ts";
import { CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { Stopwatch } from "../upstream/call/stopwatch.ts";
import { type Failure, failureOf } from "../upstream/call/failure-of.ts";
import type { PartReport } from "./merged-answer.ts";
import { OptionalPart, type Part } from "./optional.ts";
import { reportOf } from "./report-of.ts";

/** Parts by name, each required unless it is marked `optional`. */
export interface PartRecord {
  readonly [name: string]: Part<unknown> | OptionalPart<unknown>;
}

/** The value of a part: `null` where an optional one may be missing. */
export type ValueOf<P> =
  P extends OptionalPart<infer T> ? T | null : P extends (...call: never[]) => infer R ? Awaited<R> : never;

/** Makes tasks of parts, for any helper of `gather/`. */
export type TasksOfParts = <P extends PartRecord>(parts: P) => { readonly [K in keyof P]: Task<ValueOf<P[K]>> };

/** A part that has ended: how it went, and its value if there is one. */
export interface EndedPart {
  readonly key: string;
  readonly report: PartReport;
  /** Absent where the part is missing. */
  readonly there?: { readonly value: unknown };
}

/** How long a part that ignores the deadline is waited for, as a share of the time kept for answering. */
const STRAGGLER_SHARE = 0.4;

/** The failure of a part that had not ended when the answer was made. */
export const NOT_WANTED: Failure = {
  outcome: "cancelled",
  reason: "not_wanted",
  message: "the part had not ended when the answer was made",
};

/** Turns the parts of one answer into tasks, and keeps how each went. */
export class Parts {
  readonly #ended = new Map<string, EndedPart>();
  readonly #open = new Set<string>();
  readonly #root: CallContext;
  readonly #onEnd: (part: EndedPart) => void;

  /** `onEnd` is called with each part as it ends. */
  constructor(root: CallContext, onEnd: (part: EndedPart) => void) {
    this.#root = root;
    this.#onEnd = onEnd;
  }

  /** How each part went, in the order they ended. */
  get reports(): Record<string, PartReport> {
    return Object.fromEntries([...this.#ended].map(([key, { report }]) => [key, report]));
  }

  /** How many parts are there, and how many are missing, by now. */
  get count(): { readonly there: number; readonly missing: number } {
    const there = [...this.#ended.values()].filter((part) => part.there !== undefined).length;
    return { there, missing: this.#ended.size - there };
  }

  /** Tasks that run the parts. A task rejects as its part does; one of an optional part whose upstream fails resolves to `null`. */
  readonly tasks = ((parts: PartRecord) => {
    const tasks = Object.entries(parts).map(([key, part]): [string, Task<unknown>] => {
      this.#open.add(key);
      return [key, (context) => this.#run(key, part, context)];
    });
    return Object.fromEntries(tasks);
  }) as TasksOfParts;

  /** Ends every part that has not ended, as cancelled: it was never begun, or a helper went on without it. */
  endOpen(): void {
    for (const key of this.#open) {
      const watch = new Stopwatch(scopeOf(this.#root).startedAt);
      this.#end({ key, report: reportOf(watch, [], NOT_WANTED) });
    }
  }

  async #run(key: string, part: PartRecord[string], { signal }: TaskContext): Promise<unknown> {
    const scope = scopeOf(this.#root);
    const watch = new Stopwatch(scope.startedAt);
    const call = new CallContext(scope, scope.follow(signal));
    const required = !(part instanceof OptionalPart);
    try {
      const value = await scope.orEnd(begin(required ? part : part.run, call), STRAGGLER_SHARE);
      this.#end({ key, report: reportOf(watch, call.calls), there: { value } });
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) {
        this.#open.delete(key);
        throw error;
      }
      this.#end({ key, report: reportOf(watch, call.calls, failure) });
      if (required) throw error;
      return null;
    }
  }

  #end(part: EndedPart): void {
    this.#open.delete(part.key);
    this.#ended.set(part.key, part);
    this.#onEnd(part);
  }
}

async function begin(part: Part<unknown>, call: CallContext): Promise<unknown> {
  return part(call);
}
