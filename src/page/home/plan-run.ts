// Turns a choice into requests.
import type { About } from "./about.ts";
import type { Choice } from "./choice.ts";
import { planFanOut } from "./plan-fan-out.ts";
import { IN_TURN, numberIn, type PlannedLane } from "./planned-run.ts";

/** Bars in the chart. */
const MAX_BARS = 100;

/** The parts of `/city`. */
export const CITY_PARTS = ["place", "weather", "air", "summary"] as const;

/** Returns the runs of `choice`. `salt` separates the counts of the local upstreams from those of other runs. */
export function planRun(choice: Choice, about: About, salt: string): readonly PlannedLane[] {
  switch (choice.preset.asks) {
    case "hello":
      return planHello(choice);
    case "city":
      return [planCity(choice)];
    case "gather":
      return planFanOut(choice, about, salt);
    case "job":
      // A job has no bars: it has a panel of its own.
      return [];
    default:
      return choice.preset.asks satisfies never;
  }
}

function planHello({ times, delayMs, compare }: Choice): PlannedLane[] {
  const count = Math.min(numberIn(times) ?? 0, MAX_BARS);
  const keys = Array.from({ length: count }, (_, index) => `task ${index + 1}`);
  const one = numberIn(delayMs) ?? 0;
  const lane = (
    mode: "concurrent" | "sequential",
    rest: Pick<PlannedLane, "title" | "code" | "expectedMs" | "turn">,
  ): PlannedLane => ({
    ...rest,
    keys,
    request: {
      method: "GET",
      path: `/hello?${new URLSearchParams({ times, delayMs, mode }).toString()}`,
      headers: { Accept: "application/x-ndjson" },
      keyed: false,
    },
  });
  const gathered = lane("concurrent", { title: "Gathered", code: "await gather(tasks)", expectedMs: one });
  const inTurn = lane("sequential", {
    title: "One after the other",
    code: "for (const task of tasks) await task()",
    expectedMs: one * count,
    turn: IN_TURN,
  });
  return compare ? [gathered, inTurn] : [gathered];
}

function planCity({ city, deadlineMs }: Choice): PlannedLane {
  const deadline = numberIn(deadlineMs);
  const query = new URLSearchParams({ name: city, ...(deadlineMs !== "" && { deadlineMs }) });
  return {
    title: "Gathered",
    code: "await gather(optional({ weather, air, summary }))",
    keys: CITY_PARTS,
    expectedMs: 400,
    ...(deadline !== undefined && { deadlineMs: deadline }),
    request: {
      method: "GET",
      path: `/city?${query.toString()}`,
      headers: { Accept: "text/event-stream" },
      keyed: false,
    },
  };
}
