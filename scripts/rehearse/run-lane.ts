// Takes one isolate through its cases, and makes sure that each begins with an endpoint that works.
import type { Lane } from "./lane.ts";
import type { Observation } from "./observation.ts";
import type { LanePlan } from "./plan-lanes.ts";
import { type Breach, type Standard, verdictOn } from "./verdict.ts";

/** A case that has run, and the rules that its answer breaks. */
export interface Judged {
  readonly seen: Observation;
  readonly breaches: readonly Breach[];
}

/** Answers that are waited for after a failure, until one is complete. A loaded machine may spoil one of them. */
const RECOVERS_WITHIN = 3;

/** Runs the cases of `plan` in order, and tells `ran` about each. */
export async function runLane(
  lane: Lane,
  { cases, budget }: LanePlan,
  standard: Standard,
  ran: (judged: Judged) => void = () => undefined,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  await lane.recover(RECOVERS_WITHIN);
  for (const one of cases) {
    const seen = await lane.run(one);
    const breaches = verdictOn(seen, standard);
    // An open breaker and a small budget let no answer be complete.
    const mayRecover = budget === undefined && !one.isBreakerOpen;
    if (mayRecover && (await lane.recover(RECOVERS_WITHIN))?.complete !== true)
      breaches.push({ rule: "no recovery", what: "with its upstreams well again, no answer is complete" });
    judged.push({ seen, breaches });
    ran({ seen, breaches });
  }
  return judged;
}
