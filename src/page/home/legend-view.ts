// What the looks of the bars mean: those that the preset can show.
import type { Phase } from "./bar.ts";
import { byId, element } from "./element.ts";
import { icon } from "./icon.ts";
import type { Preset } from "./presets.ts";
import { type EndKind, endWords, phaseWords } from "./words.ts";

const phasesOf: Readonly<Record<Preset["asks"], readonly Phase[]>> = {
  hello: ["running"],
  city: ["running", "queued", "waiting", "body"],
  gather: ["queued", "waiting", "body", "retry"],
};

const endsOf: Readonly<Record<Preset["asks"], readonly EndKind[]>> = {
  hello: ["ok", "cancelled"],
  city: ["ok", "failed", "late", "cancelled"],
  gather: ["ok", "failed", "late", "cancelled"],
};

/** Shows the legend for what `asks` can be answered with, by a deadline where there is one. */
export function showLegend(asks: Preset["asks"], hasDeadline: boolean): void {
  const phases = phasesOf[asks].map((phase) => {
    const words = asks === "hello" && phase === "running" ? "asleep" : phaseWords[phase];
    return element("li", {}, element("i", { class: "segment", "data-phase": phase }), words);
  });
  const hedge = element(
    "li",
    {},
    element("i", { class: "segment twin", "data-phase": "waiting" }),
    "a hedge, beside the first attempt",
  );
  const ends = endsOf[asks].map((kind) => element("li", {}, icon(kind), endWords[kind]));
  const lines = [
    element("li", {}, element("i", { class: "line" }), "the answer is whole"),
    ...(hasDeadline ? [element("li", {}, element("i", { class: "line due" }), "the deadline")] : []),
  ];
  byId("legend", HTMLUListElement).replaceChildren(...phases, ...(asks === "gather" ? [hedge] : []), ...ends, ...lines);
}
