// The waterfall: all runs on one time axis. During a run it is drawn again in each frame.
import { marksOf, writeMark } from "./axis.ts";
import { byId, element, setStyle } from "./element.ts";
import type { Lane } from "./lane.ts";
import type { LaneClock } from "./lane-clock.ts";
import { LaneView } from "./lane-view.ts";
import type { PlannedLane } from "./planned-run.ts";

/** A run in the chart. */
export interface DrawnLane {
  readonly plan: PlannedLane;
  readonly lane: Lane;
  readonly clock: LaneClock;
}

/** Free space at the end of the axis. */
const ROOM = 1.04;

/** The axis shows a deadline up to this many times the length of the run. */
const NEAR = 1.5;

/** Pixels for each mark of the axis. */
const MARK_WIDTH = 90;

/** The chart of the page. */
export class ChartView {
  readonly #root = byId("chart", HTMLElement);
  readonly #lanes = byId("lanes", HTMLElement);
  readonly #marks = byId("marks", HTMLElement);
  readonly #axis = byId("axis", HTMLElement);
  readonly #readout = byId("readout", HTMLElement);
  #drawn: readonly (DrawnLane & { readonly view: LaneView })[] = [];
  #spanMs = 1_000;
  #frame: number | undefined;
  #pointed: HTMLElement | undefined;
  readonly #hint = [...this.#readout.childNodes];

  constructor() {
    for (const type of ["pointerover", "focusin"]) this.#lanes.addEventListener(type, (event) => this.#pointAt(event));
    new ResizeObserver(() => this.#drawMarks()).observe(this.#marks);
  }

  /** Shows other runs. `slots`: the calls of each run that may wait for headers. With 0 no slots are shown. */
  begin(lanes: readonly DrawnLane[], slots: number): void {
    this.#drawn = lanes.map((drawn) => ({ ...drawn, view: new LaneView(drawn.lane, drawn.plan, slots) }));
    this.#lanes.replaceChildren(...this.#drawn.map(({ view }) => view.element));
    setStyle(this.#root, {
      "--longest": Math.max(0, ...lanes.flatMap(({ plan }) => plan.keys.map((key) => key.length))),
    });
    this.#spanMs = this.#spanOf(lanes.map(({ plan }) => plan.expectedMs));
    this.#pointed = undefined;
    this.#readout.replaceChildren(...this.#hint);
    this.draw();
  }

  /** Draws the current state, and goes on until all runs have ended. */
  draw(): void {
    if (this.#frame !== undefined) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#drawNow();
      if (this.#drawn.some(({ lane }) => lane.state === "running")) this.draw();
    });
  }

  #drawNow(): void {
    const running = this.#drawn.some(({ lane }) => lane.state === "running");
    const reached = this.#drawn.map(reachedMs);
    const neededMs = this.#spanOf(reached);
    const over = !running && reached.some((ms) => ms > 0);
    const spanMs = over ? neededMs : Math.max(this.#spanMs, neededMs);
    this.#root.classList.toggle("undue", Math.max(...this.#deadlines) > spanMs);
    this.#root.classList.toggle("settled", over);
    this.#root.classList.toggle("running", running);
    for (const [index, { view }] of this.#drawn.entries()) view.show(reached[index] ?? 0);
    this.#showReadout();
    this.#spanMs = spanMs;
    setStyle(this.#root, { "--span": Math.round(spanMs * 10) / 10 });
    this.#drawMarks();
  }

  get #deadlines(): number[] {
    return this.#drawn.map(({ plan }) => plan.deadlineMs ?? 0);
  }

  /** Returns the length of an axis for runs that end at these times. */
  #spanOf(endsMs: readonly number[]): number {
    const endMs = Math.max(10, ...endsMs);
    return Math.max(endMs, ...this.#deadlines.filter((ms) => ms <= endMs * NEAR)) * ROOM;
  }

  #drawMarks(): void {
    const most = Math.max(2, Math.floor(this.#marks.clientWidth / MARK_WIDTH));
    const marks = marksOf(this.#spanMs, most);
    const written = marks.map((ms) => writeMark(ms, this.#spanMs));
    if (this.#axis.textContent === written.join("")) return;
    for (const [target, texts] of [
      [this.#marks, []],
      [this.#axis, written],
    ] as const)
      target.replaceChildren(
        ...marks.map((ms, index) => {
          const mark = element("i", {}, texts[index] ?? "");
          setStyle(mark, { "--from": ms });
          return mark;
        }),
      );
  }

  #pointAt({ target }: Event): void {
    const row = target instanceof Element ? target.closest<HTMLElement>(".row") : null;
    if (row === null) return;
    this.#pointed = row;
    this.#showReadout();
  }

  #showReadout(): void {
    const row = this.#drawn.flatMap(({ view }) => view.rows).find(({ button }) => button === this.#pointed);
    if (row === undefined) return;
    if (this.#readout.textContent !== row.text) this.#readout.textContent = row.text;
  }
}

/** Returns the time that a run has reached, in milliseconds. A refused run has reached 0. */
function reachedMs({ lane, clock }: DrawnLane): number {
  if (lane.state === "running") return clock.nowMs;
  return lane.bars.some(({ segments }) => segments.length > 0) ? (lane.totalMs ?? 0) : 0;
}
