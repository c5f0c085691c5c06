// One run on the page: its name, its time, and a row for each task.
import { writeMs } from "./axis.ts";
import type { Bar } from "./bar.ts";
import { element, setStyle } from "./element.ts";
import type { Lane } from "./lane.ts";
import type { PlannedLane } from "./planned-run.ts";
import { RowView } from "./row-view.ts";

/** From `MANY` rows on they stand closer. From `DENSE` rows on they are thin and have no names. */
const MANY = 7;
const DENSE = 26;

/** A lane, which shows a run. */
export class LaneView {
  readonly element: HTMLElement;
  readonly rows: readonly RowView[];
  readonly #lane: Lane;
  readonly #total = element("span", { class: "total" });
  readonly #slots: readonly HTMLElement[];

  /** `slots`: the calls that may wait for headers at once. With 0 no slots are shown. */
  constructor(lane: Lane, { title, code, turn, deadlineMs }: PlannedLane, slots: number) {
    this.#lane = lane;
    this.rows = lane.bars.map(
      ({ key }, index) => new RowView(key, turn !== undefined && index >= turn.from ? turn.why : undefined),
    );
    this.#slots = Array.from({ length: slots }, () => element("i"));
    const first = this.rows[0]?.button;
    first?.setAttribute("tabindex", "0");
    const room = element(
      "span",
      { class: "slots", title: "A call holds one while it waits for headers" },
      "slots",
      ...this.#slots,
    );
    this.element = element(
      "section",
      {
        class: `lane${this.rows.length >= MANY ? " many" : ""}${this.rows.length >= DENSE ? " dense" : ""}`,
        "aria-label": title,
      },
      element(
        "header",
        {},
        element("h2", {}, title),
        element("code", {}, code),
        ...(slots > 0 ? [room] : []),
        this.#total,
      ),
      element(
        "div",
        { class: "rows" },
        element("ol", {}, ...this.rows.map((row) => row.element)),
        ...(deadlineMs === undefined ? [] : [element("i", { class: "deadline" })]),
        element("i", { class: "finish" }),
      ),
    );
    if (deadlineMs !== undefined) setStyle(this.element, { "--due": deadlineMs });
    this.element.addEventListener("keydown", (event) => this.#walk(event));
    this.show(0);
  }

  /** Shows the run at `nowMs` after its start. */
  show(nowMs: number): void {
    const { bars, state, totalMs, waiting } = this.#lane;
    this.element.dataset["state"] = state;
    setStyle(this.element, { "--now": Math.round(nowMs * 10) / 10 });
    bars.forEach((bar: Bar, index) => this.rows[index]?.show(bar));
    this.#slots.forEach((slot, index) => slot.classList.toggle("taken", state === "running" && index < waiting));
    this.#total.textContent = state === "idle" ? "\u00A0" : writeMs(totalMs ?? nowMs);
    if (totalMs !== undefined && state !== "broken") setStyle(this.element, { "--finish": totalMs });
  }

  /** Tab stops once for all rows. The arrow keys move between them. */
  #walk(event: KeyboardEvent): void {
    const at = this.rows.findIndex(({ button }) => button === event.target);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: this.rows.length - 1,
    };
    const next = this.rows[steps[event.key] ?? -1];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    this.rows[at]?.button.setAttribute("tabindex", "-1");
    next.button.setAttribute("tabindex", "0");
    next.button.focus();
  }
}
