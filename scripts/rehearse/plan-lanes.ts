// Spreads cases over isolates. An isolate remembers breakers and extra attempts, so no case may inherit the state of
// another.
import type { Case } from "./case.ts";

/** Retries and hedges in an upstream's full bucket (EXTRA_ATTEMPTS of src/open-scope.ts). */
const BUCKET = 10;

/** Attempts beyond the first that a call may take by the default policy: two retries and a hedge. */
const EXTRA_PER_CALL = 3;

/** Lanes that run at the same time. More would compete for the processor and make answers late. */
export const LANES = 6;

/** Cases that last until the deadline, in units of a case that does not. Lanes are to end together. */
const LASTING = 8;

/** The cases of one isolate, one after the other. */
export interface LanePlan {
  readonly cases: Case[];
  /** Subrequests a request may make; `undefined`: as configured. */
  readonly budget: number | undefined;
}

/** A plan while it is made. */
interface OpenPlan extends LanePlan {
  readonly spent: Map<string, number>;
  load: number;
  /** An open breaker disturbs all that comes after it. */
  isFull: boolean;
}

/** Spreads `cases` over lanes, so that each finds its upstreams' breakers closed and their buckets full enough. */
export function planLanes(cases: readonly Case[]): LanePlan[] {
  const lanes: OpenPlan[] = [];
  // Last in the order of planning, because nothing may follow them in their lane.
  const ordered = cases.toSorted((a, b) => Number(a.isBreakerOpen ?? false) - Number(b.isBreakerOpen ?? false));
  for (const one of ordered) {
    const fitting = lanes.filter((lane) => fits(lane, one)).toSorted((a, b) => a.load - b.load)[0];
    const isCrowded =
      fitting !== undefined && (fitting.load === 0 || lanes.length >= LANES || one.budget !== undefined);
    const lane = isCrowded ? fitting : open(lanes, one.budget);
    lane.cases.push(one);
    lane.load += one.faults.some(({ lasts }) => lasts) ? LASTING : 1;
    lane.isFull = one.isBreakerOpen ?? false;
    for (const { key, calls } of one.upstreams) lane.spent.set(key, (lane.spent.get(key) ?? 0) + extraOf(one, calls));
  }
  return lanes.map((lane) => ({ cases: lane.cases, budget: lane.budget }));
}

function open(lanes: OpenPlan[], budget: number | undefined): OpenPlan {
  const lane = { cases: [], budget, spent: new Map<string, number>(), load: 0, isFull: false };
  lanes.push(lane);
  return lane;
}

function fits({ budget, spent, isFull }: OpenPlan, one: Case): boolean {
  if (isFull || budget !== one.budget) return false;
  return one.upstreams.every(({ key, calls }) => {
    const before = spent.get(key) ?? 0;
    return before === 0 || before + extraOf(one, calls) <= BUCKET;
  });
}

function extraOf({ faults, isBreakerOpen }: Case, calls: number): number {
  if (isBreakerOpen) return 0;
  return faults.some(({ repeats }) => repeats) ? calls * EXTRA_PER_CALL : 0;
}
