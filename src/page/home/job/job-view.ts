// A job on the page: a bar of its results by outcome, and its numbers.
import { byId, element, setStyle } from "../element.ts";
import { icon } from "../icon.ts";
import { type EndKind, endKind, endWords, tellOutcome } from "../words.ts";
import type { JobProgress } from "./job-progress.ts";
import { writeCount, writeLeft } from "./tell-job.ts";

/** Shown for an unknown number. */
const UNKNOWN = "–";

/** The view of one job at a time. */
export class JobView {
  readonly #bar = element("div", {
    class: "job-bar",
    role: "progressbar",
    "aria-label": "Requests that have a result",
  });
  readonly #parts = new Map<EndKind, HTMLElement>();
  readonly #figures = { done: element("dd"), rate: element("dd"), left: element("dd") };
  readonly #outcomes = element("ul", { class: "job-outcomes", "aria-label": "Results by outcome" });
  readonly #name = element("p", { class: "job-name" });

  constructor() {
    for (const kind of Object.keys(endWords) as EndKind[]) {
      const part = element("i", { "data-end": kind });
      this.#parts.set(kind, part);
      this.#bar.append(part);
    }
    const { done, rate, left } = this.#figures;
    const figures = Object.entries({ Results: done, Rate: rate, "Time left": left }).map(([name, figure]) =>
      element("div", {}, element("dt", {}, name), figure),
    );
    byId("job", HTMLElement).append(this.#bar, element("dl", {}, ...figures), this.#outcomes, this.#name);
  }

  /** Shows `progress`. `total` is used until a report has one. */
  show(progress: JobProgress, planned: number): void {
    const { report, perSecond, leftMs, hasEnded } = progress;
    const { id, settled = 0, byOutcome = {} } = report ?? {};
    const total = report?.total || planned;
    this.#bar.setAttribute("aria-valuemax", String(total));
    this.#bar.setAttribute("aria-valuenow", String(settled));
    this.#bar.setAttribute("aria-valuetext", `${writeCount(settled)} of ${writeCount(total)}`);
    const byKind = Map.groupBy(Object.entries(byOutcome), ([outcome]) => endKind({ outcome }));
    for (const [kind, part] of this.#parts) {
      const count = (byKind.get(kind) ?? []).reduce((sum, [, one]) => sum + one, 0);
      setStyle(part, { "--share": count / total });
    }
    const { done, rate, left } = this.#figures;
    done.textContent = `${writeCount(settled)} of ${writeCount(total)}`;
    rate.textContent = perSecond === undefined ? UNKNOWN : `${writeCount(Math.round(perSecond))} a second`;
    left.textContent = hasEnded ? "none" : leftMs === undefined ? UNKNOWN : writeLeft(leftMs);
    const counts = Object.entries(byOutcome).map(([outcome, count]) =>
      element(
        "li",
        { "data-outcome": outcome },
        icon(endKind({ outcome })),
        `${writeCount(count)} ${tellOutcome(outcome)}`,
      ),
    );
    this.#outcomes.replaceChildren(...counts);
    this.#name.textContent = id === undefined ? "" : `Job ${id}`;
  }
}
