// The parts of an answer as tasks. Each task records how it ended.
import type { Task, TaskContext } from "../gather/index.ts";
import { CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { Stopwatch } from "../upstream/call/stopwatch.ts";
import { type Failure, failureOf } from "../upstream/call/failure-of.ts";
import type { PartReport } from "./merged-answer.ts";
import { OptionalPart, type Part } from "./optional.ts";
import { reportOf } from "./report-of.ts";

/** Parts by name. Each is required unless it is marked `optional`. */
export interface PartRecord {
  readonly [name: string]: Part<unknown> | OptionalPart<unknown>;
}

/** The value type of a part. It includes `null` for an optional part. */
export type ValueOf<P> =
  P extends OptionalPart<infer T> ? T | null : P extends (...call: never[]) => infer R ? Awaited<R> : never;

/** Turns parts into tasks, for any helper of `gather/`. */
export type TasksOfParts = <P extends PartRecord>(parts: P) => { readonly [K in keyof P]: Task<ValueOf<P[K]>> };

/** A part that has ended: its report, and its value if it has one. */
export interface EndedPart {
  readonly key: string;
  readonly report: PartReport;
  /** Absent if the part is missing. */
  readonly there?: { readonly value: unknown };
}

/** The share of the reserve after which a part that ignores the deadline is left behind. */
const STRAGGLER_SHARE = 0.4;

/** The failure of a part that had not ended before the answer. */
export const NOT_WANTED: Failure = {
  outcome: "cancelled",
  reason: "not_wanted",
  message: "the part had not ended when the answer was made",
};

/** Turns the parts of one answer into tasks, and keeps their reports. */
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

  /** The reports of all ended parts, in the order of their ends. */
  get reports(): Record<string, PartReport> {
    return Object.fromEntries([...this.#ended].map(([key, { report }]) => [key, report]));
  }

  /** The number of parts with a value, and of missing parts, so far. */
  get count(): { readonly there: number; readonly missing: number } {
    const there = [...this.#ended.values()].filter((part) => part.there !== undefined).length;
    return { there, missing: this.#ended.size - there };
  }

  /** Returns tasks that run the parts. If the upstream of an optional part fails, its task resolves to `null`. */
  readonly tasks = ((parts: PartRecord) => {
    const tasks = Object.entries(parts).map(([key, part]): [string, Task<unknown>] => {
      this.#open.add(key);
      return [key, (context) => this.#run(key, part, context)];
    });
    return Object.fromEntries(tasks);
  }) as TasksOfParts;

  /** Ends all other parts as cancelled: parts that never started, or that a helper left running. */
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
