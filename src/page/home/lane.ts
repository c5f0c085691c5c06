// The state of one run: its bars, and the summary of its answer. It does not depend on the page.
import { type Bar, type End, ended, entered, notBegun, stepped } from "./bar.ts";
import type { Fault } from "./fault.ts";
import type { Happening, Summed } from "./happening.ts";

/** The state of a run. `broken`: it was refused, or its answer broke off. */
export type LaneState = "idle" | "running" | "done" | "stopped" | "broken";

/** One run. */
export class Lane {
  readonly #bars: Map<string, Bar>;
  state: LaneState = "idle";
  /** Milliseconds of the whole run. Set at its end. */
  totalMs: number | undefined;
  summary: Summed | undefined;
  fault: Fault | undefined;

  /** `keys`: the names of the tasks, in display order. */
  constructor(keys: readonly string[]) {
    this.#bars = new Map(keys.map((key) => [key, notBegun(key)]));
  }

  get bars(): readonly Bar[] {
    return [...this.#bars.values()];
  }

  /** The number of tasks that wait for headers. Each holds a slot. */
  get waiting(): number {
    const open = this.bars.flatMap(({ segments }) => segments.filter(({ toMs }) => toMs === undefined));
    return open.filter(({ phase }) => phase === "waiting").length;
  }

  /** The number of tasks that ended as `ok`. */
  get okCount(): number {
    return this.bars.filter(({ end }) => end?.outcome === "ok").length;
  }

  begin(): void {
    this.state = "running";
  }

  /** A task has started, and nothing else is known. */
  start(key: string, atMs: number): void {
    this.#change(key, (bar) => entered(bar, "running", atMs));
  }

  /** A task has ended. */
  end(key: string, end: End): void {
    this.#change(key, (bar) => ended(bar, end));
  }

  /** Takes an event of the Worker. It ignores tasks with unknown names. */
  hear(happening: Happening): void {
    switch (happening.type) {
      case "progress":
        this.#change(happening.key, (bar) => stepped(bar, happening));
        break;
      case "result": {
        const { key, type: _type, ...end } = happening;
        this.end(key, { ...end, atMs: end.timing.startMs + end.timing.totalMs });
        break;
      }
      case "summary":
        this.summary = happening;
        this.finish(happening.elapsedMs);
    }
  }

  /** The run has ended, in success or failure. */
  finish(totalMs: number): void {
    this.state = "done";
    this.totalMs = totalMs;
  }

  /** The user has stopped the run. Running tasks are cancelled. */
  stop(atMs: number): void {
    this.#endAll("stopped", atMs);
    this.state = "stopped";
    this.totalMs = atMs;
  }

  /** The Worker refused the run, or `fault` holds everything about its parts. */
  refuse(fault: Fault, atMs: number): void {
    for (const { key } of this.bars) this.#bars.set(key, notBegun(key));
    for (const part of fault.parts) this.hear(part);
    this.state = "broken";
    this.fault = fault;
    this.totalMs = atMs;
  }

  /** The answer broke off. `fault` says why. */
  breakOff(fault: Fault, atMs: number): void {
    this.#endAll("unknown", atMs);
    this.state = "broken";
    this.fault = fault;
    this.totalMs = atMs;
  }

  #endAll(outcome: "stopped" | "unknown", atMs: number): void {
    for (const { key, end } of this.bars) if (end === undefined) this.end(key, { outcome, atMs });
  }

  #change(key: string, change: (bar: Bar) => Bar): void {
    const bar = this.#bars.get(key);
    if (bar !== undefined && bar.end === undefined) this.#bars.set(key, change(bar));
  }
}
