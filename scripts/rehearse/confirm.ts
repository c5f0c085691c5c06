// A machine that does too much at once makes answers late. A case in breach runs again, alone and in a fresh isolate.
import { baselineOf } from "./baseline.ts";
import type { Case } from "./case.ts";
import type { Lane } from "./lane.ts";
import type { LanePlan } from "./plan-lanes.ts";
import { type Judged, runLane } from "./run-lane.ts";
import type { Standard } from "./verdict.ts";

/** Cases that run again. If more are in breach, the machine is not the reason. */
const MAX_CONFIRMED = 24;

/** The cases after a second look. */
export interface Confirmed {
  readonly judged: readonly Judged[];
  /** Cases that kept every rule the second time. */
  readonly cleared: number;
}

/**
 * Runs each case in breach again, and keeps the breaches of rules that are broken both times. `lanesFor` starts a fresh
 * lane for each plan.
 */
export async function confirm(
  ran: readonly Judged[],
  standard: Standard,
  lanesFor: (plans: readonly LanePlan[]) => Promise<Lane[]>,
): Promise<Confirmed> {
  const suspects = ran.filter(({ breaches }) => breaches.length > 0);
  if (suspects.length === 0 || suspects.length > MAX_CONFIRMED) return { judged: ran, cleared: 0 };
  const plans = suspects.map(({ seen }) => ({ cases: [seen.case], budget: seen.case.budget }));
  const lanes = await lanesFor(plans);
  const confirmed = new Map<Case, Judged>();
  for (const [index, lane] of lanes.entries()) {
    const [plan, suspect] = [plans[index], suspects[index]];
    if (plan === undefined || suspect === undefined) continue;
    const again = await runLane(lane, plan, await refreshed(standard, lane, suspect));

    confirmed.set(suspect.seen.case, {
      seen: again[0]?.seen ?? suspect.seen,
      breaches: again[0]?.breaches.filter(({ rule }) => suspect.breaches.some((one) => one.rule === rule)) ?? [],
    });
  }
  const cleared = [...confirmed.values()].filter(({ breaches }) => breaches.length === 0).length;
  return { judged: ran.map((one) => confirmed.get(one.seen.case) ?? one), cleared };
}

/** The standard with the values of this moment. A value may have changed by itself since. */
async function refreshed(standard: Standard, lane: Lane, { seen }: Judged): Promise<Standard> {
  const { delivery } = seen.case;
  const before = standard.baselines[delivery];
  const { reading: now } = seen.case.budget === undefined ? await lane.ask(delivery) : { reading: undefined };
  if (before === undefined || now?.complete !== true) return standard;
  const { volatile } = baselineOf([before.reading, now]);
  const baseline = { ...before, volatile: new Set([...before.volatile, ...volatile]) };
  return { ...standard, baselines: { ...standard.baselines, [delivery]: baseline } };
}
