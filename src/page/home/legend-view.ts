// The legend of the bars. It lists what the preset shows and what has appeared.
import type { Bar, Phase } from "./bar.ts";
import type { DrawnLane } from "./chart-view.ts";
import { byId, element } from "./element.ts";
import { icon } from "./icon.ts";
import type { Preset } from "./presets.ts";
import { type EndKind, endKind, endWords, phaseWords } from "./words.ts";

type Look = Phase | "hedge" | EndKind;

const call = ["waiting", "body", "ok"] as const;

const expected: Readonly<Record<string, readonly Look[]>> = {
  hello: ["running", "ok"],
  city: ["running", ...call],
  slots: ["queued", ...call],
  slow: [...call, "late"],
  required: ["waiting", "failed", "cancelled"],
  retry: [...call, "retry"],
  hedge: [...call, "hedge"],
  own: [...call, "failed"],
};

/** Milliseconds from which a queue is drawn (chart.css). Shorter ones are the time to find a free slot. */
const DRAWN_MS = 5;

/** The legend of the page. */
export class LegendView {
  readonly #list = byId("legend", HTMLUListElement);
  #shown = "";

  /** Shows the looks of `preset`, the looks of the bars so far, and the deadline if there is one. */
  show({ id, asks }: Preset, lanes: readonly DrawnLane[]): void {
    const bars = lanes.flatMap(({ lane }) => lane.bars);
    const hasDeadline = lanes.some(({ plan }) => plan.deadlineMs !== undefined);
    const looks = new Set<Look>([...(expected[id] ?? []), ...bars.flatMap(looksOf)]);
    const shown = JSON.stringify([id, ...looks, hasDeadline]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const phases = (Object.keys(phaseWords) as Phase[])
      .filter((phase) => looks.has(phase))
      .map((phase) => {
        const words = asks === "hello" && phase === "running" ? "asleep" : phaseWords[phase];
        return element("li", {}, element("i", { class: "segment", "data-phase": phase }), words);
      });
    const twin = element("i", { class: "segment twin", "data-phase": "waiting" });
    const hedge = looks.has("hedge") ? [element("li", {}, twin, "a hedge, beside the first attempt")] : [];
    const ends = (Object.keys(endWords) as EndKind[])
      .filter((kind) => looks.has(kind))
      .map((kind) => element("li", {}, icon(kind), endWords[kind]));
    const lines = [
      element("li", {}, element("i", { class: "line" }), "the answer ends"),
      ...(hasDeadline ? [element("li", { class: "due" }, element("i", { class: "line due" }), "the deadline")] : []),
    ];
    this.#list.replaceChildren(...phases, ...hedge, ...ends, ...lines);
  }
}

function looksOf({ segments, end, hedge }: Bar): Look[] {
  const phases = segments
    .filter(({ phase, fromMs, toMs = fromMs }) => phase !== "queued" || toMs - fromMs >= DRAWN_MS)
    .map(({ phase }) => phase);
  return [...phases, ...(hedge === undefined ? [] : ["hedge" as const]), ...(end === undefined ? [] : [endKind(end)])];
}
