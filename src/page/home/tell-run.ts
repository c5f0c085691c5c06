// One sentence about a run, before it starts and after it ends.
import { writeMs, writeRound } from "./axis.ts";
import type { Choice } from "./choice.ts";
import type { Lane } from "./lane.ts";
import { numberIn, type PlannedLane } from "./planned-run.ts";
import { tellLane, tellRatio, tellStopped } from "./words.ts";

/** A run to describe. */
interface DescribedLane {
  readonly plan: Pick<PlannedLane, "title">;
  readonly lane: Lane;
}

/** Describes the plan, or the result. */
export function tellRun(lanes: readonly DescribedLane[], choice: Choice): string {
  const [first, second] = lanes;
  if (first === undefined || first.lane.state === "idle") return tellPlan(choice);
  if (second === undefined) return `${tellLane(first.lane)}${tellMore(first.lane)}`;
  if (lanes.every(({ lane }) => lane.state === "stopped"))
    return tellStopped(Math.max(...lanes.map(({ lane }) => lane.totalMs ?? 0)));
  if (didTheSame(first.lane, second.lane)) return tellRatio(first.lane.totalMs ?? 0, second.lane.totalMs ?? 0);
  const texts = lanes.map(({ lane }) => tellLane(lane));
  if (lanes.every(({ lane }) => lane.fault !== undefined) && texts[0] === texts[1]) return texts[0] ?? "";
  return lanes.map(({ plan }, index) => `${plan.title}: ${lowered(texts[index] ?? "")}`).join(" ");
}

/** Returns true if both runs succeeded with the same number of results. Only then can their times be compared. */
function didTheSame(...lanes: readonly [Lane, Lane]): boolean {
  const whole = lanes.every(
    ({ state, fault, summary }) => state === "done" && fault === undefined && summary?.complete !== false,
  );
  return whole && lanes[0].okCount === lanes[1].okCount;
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function tellPlan({ preset, times, delayMs, city, compare }: Choice): string {
  const both = compare ? ": gathered, and one after the other" : "";
  const count = numberIn(times) ?? 0;
  if (preset.asks === "hello")
    return `${count} ${count === 1 ? "task" : "tasks"} of ${writeRound(numberIn(delayMs) ?? 0)}${count === 1 ? "" : " each"}${both}.`;
  if (preset.asks === "city") return `Four calls about ${city}.`;
  return preset.id === "own" ? "Your own upstreams." : `${count} ${count === 1 ? "upstream" : "upstreams"}${both}.`;
}

/** Adds to the result: that the answer is partial, or the sum of the times of the calls. */
function tellMore(lane: Lane): string {
  const { bars, state, fault, summary } = lane;
  if (state !== "done" || fault !== undefined) return "";
  if (summary?.complete === false) return " The answer is marked as partial.";
  if (lane.okCount < bars.length) return "";
  const timings = bars.flatMap(({ end }) => (end?.timing === undefined ? [] : [end.timing]));
  const sumMs = timings.reduce((sum, { totalMs, queuedMs }) => sum + totalMs - queuedMs, 0);
  return timings.length > 1 ? ` Their times add up to ${writeMs(sumMs)}.` : "";
}
