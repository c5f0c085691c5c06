// The waterfall: the lanes of a run on one axis, drawn anew with each frame while it lasts.
import { marksOf, writeMark } from "./axis.ts";
import { byId, element, setStyle } from "./element.ts";
import type { Lane } from "./lane.ts";
import type { LaneClock } from "./lane-clock.ts";
import { LaneView } from "./lane-view.ts";
import type { PlannedLane } from "./planned-run.ts";

/** A run that is drawn. */
export interface DrawnLane {
  readonly plan: PlannedLane;
  readonly lane: Lane;
  readonly clock: LaneClock;
}

/** How much of the axis is left free at its end. */
const ROOM = 1.04;

/** A deadline is on the axis when it is no more than so many times as far off as the end of the run. */
const NEAR = 1.5;

/** Pixels that a mark of the axis needs. */
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
  #told: HTMLElement | undefined;
  readonly #hint = [...this.#readout.childNodes];

  constructor() {
    for (const type of ["pointerover", "focusin"]) this.#lanes.addEventListener(type, (event) => this.#pointAt(event));
    new ResizeObserver(() => this.#drawMarks()).observe(this.#marks);
  }

  /** Shows other runs from now on. `slots`: how many calls of each may wait for headers; 0 where that is no matter. */
  begin(lanes: readonly DrawnLane[], slots: number): void {
    this.#drawn = lanes.map((drawn) => ({ ...drawn, view: new LaneView(drawn.lane, drawn.plan, slots) }));
    this.#lanes.replaceChildren(...this.#drawn.map(({ view }) => view.element));
    setStyle(this.#root, {
      "--longest": Math.max(0, ...lanes.flatMap(({ plan }) => plan.keys.map((key) => key.length))),
    });
    this.#spanMs = this.#spanOf(lanes.map(({ plan }) => plan.expectedMs));
    this.#told = undefined;
    this.#readout.replaceChildren(...this.#hint);
    this.draw();
  }

  /** Draws what there is now, and goes on for as long as something is under way. */
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
    this.#tell();
    this.#spanMs = spanMs;
    setStyle(this.#root, { "--span": Math.round(spanMs * 10) / 10 });
    this.#drawMarks();
  }

  get #deadlines(): number[] {
    return this.#drawn.map(({ plan }) => plan.deadlineMs ?? 0);
  }

  /** How long the axis is for runs that end at these moments. */
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
    this.#told = row;
    this.#tell();
  }

  #tell(): void {
    const row = this.#drawn.flatMap(({ view }) => view.rows).find(({ button }) => button === this.#told);
    if (row === undefined) return;
    if (this.#readout.textContent !== row.told) this.#readout.textContent = row.told;
  }
}

/** How far a run has come, or came, in milliseconds. One that was refused came nowhere. */
function reachedMs({ lane, clock }: DrawnLane): number {
  if (lane.state === "running") return clock.nowMs;
  return lane.bars.some(({ segments }) => segments.length > 0) ? (lane.totalMs ?? 0) : 0;
}
