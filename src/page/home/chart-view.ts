// The waterfall: the lanes of a run on one axis, drawn anew with each frame while it lasts.
import { marksOf, writeMark } from "./axis.ts";
import { byId, element, setStyle } from "./element.ts";
import type { Lane } from "./lane.ts";
import type { LaneClock } from "./lane-clock.ts";
import { LaneView } from "./lane-view.ts";
import type { PlannedLane } from "./planned-run.ts";
import { tellBar } from "./words.ts";

/** A run that is drawn. */
export interface DrawnLane {
  readonly plan: PlannedLane;
  readonly lane: Lane;
  readonly clock: LaneClock;
}

/** How much of the axis is left free at its end. */
const ROOM = 1.04;

/** Pixels that a mark of the axis needs. */
const MARK_WIDTH = 90;

/** The chart of the page. */
export class ChartView {
  readonly #root = byId("chart", HTMLElement);
  readonly #lanes = byId("lanes", HTMLElement);
  readonly #marks = byId("marks", HTMLElement);
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
    this.#spanMs = Math.max(10, ...lanes.map(({ plan }) => Math.max(plan.expectedMs, plan.deadlineMs ?? 0))) * ROOM;
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
    const neededMs = Math.max(10, ...reached) * ROOM;
    const over = !running && reached.some((ms) => ms > 0);
    const spanMs = over ? neededMs : Math.max(this.#spanMs, neededMs);
    this.#root.classList.toggle("settled", over);
    this.#root.classList.toggle("running", running);
    for (const [index, { view }] of this.#drawn.entries()) view.show(reached[index] ?? 0);
    this.#tell();
    this.#spanMs = spanMs;
    setStyle(this.#root, { "--span": Math.round(spanMs * 10) / 10 });
    this.#drawMarks();
  }

  #drawMarks(): void {
    const most = Math.max(2, Math.floor(this.#marks.clientWidth / MARK_WIDTH));
    const marks = marksOf(this.#spanMs, most);
    const written = marks.map((ms) => writeMark(ms, this.#spanMs));
    if (this.#marks.textContent === written.join("")) return;
    this.#marks.replaceChildren(
      ...marks.map((ms, index) => {
        const mark = element("i", {}, element("b", {}, written[index] ?? ""));
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
    const text = tellBar(row.bar);
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
  }
}

/** How far a run has come, or came, in milliseconds. One that was refused came nowhere. */
function reachedMs({ lane, clock }: DrawnLane): number {
  if (lane.state === "running") return clock.nowMs;
  return lane.bars.some(({ segments }) => segments.length > 0) ? (lane.totalMs ?? 0) : 0;
}
