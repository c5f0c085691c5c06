// The runs as a table of numbers. It also serves readers who cannot see the bars.
import { writeExactly } from "./axis.ts";
import type { Bar } from "./bar.ts";
import type { DrawnLane } from "./chart-view.ts";
import { byId, element } from "./element.ts";
import { tellOutcome } from "./words.ts";

const COLUMNS = ["Task", "Outcome", "Begins, ms", "Queued", "Headers after", "Body", "Ends", "Took", "Sent"];

/** The table of the page. */
export class TableView {
  readonly #table = byId("table", HTMLTableElement);
  #shown = "";

  /** Shows `lanes`, if a task has started or ended since the last time. */
  refresh(lanes: readonly DrawnLane[]): void {
    if (stateOf(lanes) !== this.#shown) this.show(lanes);
  }

  /** Shows the current state of `lanes`. */
  show(lanes: readonly DrawnLane[]): void {
    this.#shown = stateOf(lanes);
    const head = element("tr", {}, ...COLUMNS.map((name) => element("th", { scope: "col" }, name)));
    this.#table.replaceChildren(
      element("thead", {}, head),
      ...lanes.map(({ plan, lane }) =>
        element(
          "tbody",
          {},
          element("tr", {}, element("th", { colspan: COLUMNS.length, scope: "rowgroup" }, plan.title)),
          ...lane.bars.map(rowOf),
        ),
      ),
    );
  }
}

/** Returns a text that changes when a task starts or ends. */
function stateOf(lanes: readonly DrawnLane[]): string {
  return lanes.map(({ lane }) => lane.bars.map(({ segments, end }) => end?.outcome ?? segments.length > 0)).join();
}

function rowOf({ key, segments, end }: Bar): HTMLTableRowElement {
  const timing = end?.timing;
  const fromMs = segments[0]?.fromMs;
  const numbers = [
    fromMs,
    timing?.queuedMs,
    timing?.ttfbMs,
    timing?.bodyMs,
    fromMs === undefined ? undefined : end?.atMs,
    end === undefined || fromMs === undefined ? undefined : end.atMs - fromMs,
    timing?.attempts,
  ];
  const outcome = end === undefined ? (segments.length > 0 ? "under way" : "not started") : tellOutcome(end.outcome);
  return element(
    "tr",
    { "data-key": key },
    element("th", { scope: "row" }, key),
    element("td", {}, end?.status === undefined ? outcome : `${outcome} ${end.status}`),
    ...numbers.map((value) =>
      element("td", { class: "number" }, typeof value === "number" ? writeExactly(value) : "–"),
    ),
  );
}
