// The point of a run in a sentence, before it and after.
import { writeMs, writeRound } from "./axis.ts";
import type { Choice } from "./choice.ts";
import type { Lane } from "./lane.ts";
import { numberIn, type PlannedLane } from "./planned-run.ts";
import { tellLane, tellRatio, tellStopped } from "./words.ts";

/** Tells what is to be run, or what came of it. */
export function tellRun(lanes: readonly { readonly plan: PlannedLane; readonly lane: Lane }[], choice: Choice): string {
  const [first, second] = lanes;
  if (first === undefined || first.lane.state === "idle") return tellPlan(choice);
  if (second === undefined) return `${tellLane(first.plan.title, first.lane)}${tellSum(first.lane)}`;
  const stopped = lanes.filter(({ lane }) => lane.state === "stopped");
  if (stopped.length === lanes.length) return tellStopped(Math.max(...stopped.map(({ lane }) => lane.totalMs ?? 0)));
  const bothDone = [first, second].every(({ lane }) => lane.state === "done" && lane.fault === undefined);
  if (bothDone) return tellRatio(first.lane.totalMs ?? 0, second.lane.totalMs ?? 0);
  return [first, second].map(({ plan, lane }) => tellLane(plan.title, lane)).join(" ");
}

function tellPlan({ preset, times, delayMs, city, compare }: Choice): string {
  const both = compare ? ": gathered, and one after the other" : "";
  const count = numberIn(times);
  const many = count === 1 ? "1 task" : `${count ?? "Some"} tasks`;
  if (preset.asks === "hello")
    return `${many} of ${writeRound(numberIn(delayMs) ?? 0)}${count === 1 ? "" : " each"}${both}.`;
  if (preset.asks === "city") return `What four calls say of ${city}.`;
  return preset.id === "own"
    ? "Your own upstreams."
    : `${count ?? "Some"} ${count === 1 ? "upstream" : "upstreams"}${both}.`;
}

/** What the calls would have taken one after the other, as far as their own times tell. */
function tellSum({ bars, state, fault }: Lane): string {
  const timings = bars.flatMap(({ end }) => (end?.timing === undefined ? [] : [end.timing]));
  const sumMs = timings.reduce((sum, { totalMs, queuedMs }) => sum + totalMs - queuedMs, 0);
  return state === "done" && fault === undefined && timings.length > 1
    ? ` Their times add up to ${writeMs(sumMs)}.`
    : "";
}
