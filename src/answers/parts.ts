// The parts of an answer as tasks. Each task records how it ended.
import type { Task, TaskContext } from "../gather/index.ts";
import { CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { Stopwatch } from "../upstream/call/stopwatch.ts";
import { type Failure, failureOf } from "../upstream/call/failure-of.ts";
import { type EndedPart, sentInstead } from "./ended-part.ts";
import type { PartReport } from "./merged-answer.ts";
import { OptionalPart, type Part } from "./optional.ts";
import { reportOf } from "./report-of.ts";

/** Parts by name. Each is required unless it is marked `optional`. */
export interface PartRecord {
  readonly [name: string]: Part<unknown> | OptionalPart<unknown, unknown>;
}

/** The value type of a part. That of an optional part includes its fallback, by default `null`. */
export type ValueOf<P> =
  P extends OptionalPart<infer T, infer F> ? T | F : P extends (...call: never[]) => infer R ? Awaited<R> : never;

/** Turns parts into tasks, for any helper of `gather/`. */
export type TasksOfParts = <P extends PartRecord>(parts: P) => { readonly [K in keyof P]: Task<ValueOf<P[K]>> };

/** The parts that an answer may leave out: optional parts that are members of it. */
export interface Selection {
  readonly shape: object;
  /** The parts to run. Absent for all. */
  readonly requested?: ReadonlySet<string> | undefined;
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
  readonly #selection: Selection;
  readonly #onEnd: (part: EndedPart) => void;

  /** `onEnd` is called with each part as it ends. */
  constructor(root: CallContext, selection: Selection, onEnd: (part: EndedPart) => void) {
    this.#root = root;
    this.#selection = selection;
    this.#onEnd = onEnd;
  }

  /** The parts that have ended, in the order of their ends. */
  get ended(): Iterable<EndedPart> {
    return this.#ended.values();
  }

  /** The reports of all ended parts, in the order of their ends. */
  get reports(): Record<string, PartReport> {
    return Object.fromEntries([...this.#ended].map(([key, { report }]) => [key, report]));
  }

  /** The number of parts with a value, and of missing parts, so far. Parts that were not requested do not count. */
  get count(): { readonly there: number; readonly missing: number } {
    const ends = [...this.#ended.values()].map(({ end }) => end);
    return {
      there: ends.filter((end) => end === "there").length,
      missing: ends.filter((end) => end === "missing").length,
    };
  }

  /**
   * Returns tasks that run the parts. A task rejects as its part does. If the upstream of an optional part fails, or if
   * the part was not requested, its task resolves to the fallback.
   */
  readonly tasks = ((parts: PartRecord) => {
    const tasks = Object.entries(parts).map(([key, part]): [string, Task<unknown>] => {
      if (part instanceof OptionalPart && this.#leavesOut(key)) return [key, this.#leaveOut(key, part)];
      this.#open.add(key);
      return [key, (context) => this.#run(key, part, context)];
    });
    return Object.fromEntries(tasks);
  }) as TasksOfParts;

  /** Ends all other parts as cancelled: parts that never started, or that a helper left running. */
  endOpen(): void {
    for (const key of this.#open) {
      const watch = new Stopwatch(scopeOf(this.#root).startedAt);
      this.#end({ key, report: reportOf(watch, [], NOT_WANTED), end: "missing", calls: [] });
    }
  }

  #leavesOut(key: string): boolean {
    const { requested, shape } = this.#selection;
    return requested !== undefined && !requested.has(key) && Object.hasOwn(shape, key);
  }

  #leaveOut(key: string, { fallback }: OptionalPart<unknown, unknown>): Task<unknown> {
    const report = { ...reportOf(new Stopwatch(scopeOf(this.#root).startedAt), []), outcome: "not_requested" } as const;
    this.#end({ key, report, end: "not_requested", calls: [], ...sentInstead(fallback) });
    return () => fallback;
  }

  async #run(key: string, part: PartRecord[string], { signal }: TaskContext): Promise<unknown> {
    const scope = scopeOf(this.#root);
    const watch = new Stopwatch(scope.startedAt);
    const call = new CallContext(scope, scope.follow(signal));
    const { calls } = call;
    const run = part instanceof OptionalPart ? part.run : part;
    try {
      const value = await scope.orEnd(begin(run, call), STRAGGLER_SHARE);
      this.#end({ key, report: reportOf(watch, calls), end: "there", calls, sent: { value } });
      return value;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) {
        this.#open.delete(key);
        throw error;
      }
      const report = reportOf(watch, calls, failure);
      if (!(part instanceof OptionalPart)) {
        this.#end({ key, report, end: "missing", calls });
        throw error;
      }
      this.#end({ key, report, end: "missing", calls, ...sentInstead(part.fallback) });
      return part.fallback;
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
