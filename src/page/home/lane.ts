// One run of the tasks, as far as it has come: their bars, and what the answer says of itself. Knows no page.
import { type Bar, type End, ended, entered, notBegun, stepped } from "./bar.ts";
import type { Fault } from "./fault.ts";
import type { Happening, Summed } from "./happening.ts";

/** Where a run stands. `broken`: it was refused, or its answer ended before it was whole. */
export type LaneState = "idle" | "running" | "done" | "stopped" | "broken";

/** One run. */
export class Lane {
  readonly #bars: Map<string, Bar>;
  state: LaneState = "idle";
  /** Milliseconds that the whole took; set when it is over. */
  totalMs: number | undefined;
  summary: Summed | undefined;
  fault: Fault | undefined;

  /** `keys` names its tasks, in the order they are shown. */
  constructor(keys: readonly string[]) {
    this.#bars = new Map(keys.map((key) => [key, notBegun(key)]));
  }

  get bars(): readonly Bar[] {
    return [...this.#bars.values()];
  }

  /** How many tasks wait for headers now, each of them in a slot. */
  get waiting(): number {
    const open = this.bars.flatMap(({ segments }) => segments.filter(({ toMs }) => toMs === undefined));
    return open.filter(({ phase }) => phase === "waiting").length;
  }

  /** How many tasks have ended well. */
  get okCount(): number {
    return this.bars.filter(({ end }) => end?.outcome === "ok").length;
  }

  begin(): void {
    this.state = "running";
  }

  /** A task is under way, and no more is known of it. */
  start(key: string, atMs: number): void {
    this.#change(key, (bar) => entered(bar, "running", atMs));
  }

  /** A task has ended. */
  end(key: string, end: End): void {
    this.#change(key, (bar) => ended(bar, end));
  }

  /** The Worker tells of something. What it tells of tasks that are not known here is left out. */
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

  /** All is over, well or not. */
  finish(totalMs: number): void {
    this.state = "done";
    this.totalMs = totalMs;
  }

  /** Whoever watched has left: what was under way is cancelled. */
  stop(atMs: number): void {
    this.#endAll("stopped", atMs);
    this.state = "stopped";
    this.totalMs = atMs;
  }

  /** Nothing was begun; or of what was, `fault` tells all. */
  refuse(fault: Fault, atMs: number): void {
    for (const { key } of this.bars) this.#bars.set(key, notBegun(key));
    for (const part of fault.parts) this.hear(part);
    this.state = "broken";
    this.fault = fault;
    this.totalMs = atMs;
  }

  /** There is nothing more to hear, and `fault` says why. */
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
