// The cases of a rehearsal. Each lets something go wrong once.
import { BREAKER, BUDGET, type Fault, faultNamed, faults, pairedFaults } from "./faults.ts";
import type { Delivery } from "./reading.ts";
import type { Rehearsed } from "./rehearsed.ts";

/** One request in trouble. */
export interface Case {
  /** The name of the trouble in the table. */
  readonly fault: string;
  /** The upstreams in trouble. Empty if the trouble is the request's budget. */
  readonly upstreams: readonly Rehearsed[];
  /** The fault of each of them, in the same order. */
  readonly faults: readonly Fault[];
  /** The breakers of the upstreams are open, and the upstreams work. */
  readonly isBreakerOpen?: boolean;
  /** Subrequests that the request may make, if that is the trouble. */
  readonly budget?: number;
  readonly delivery: Delivery;
}

/** Which cases to make. */
export interface CaseOptions {
  readonly deliveries: readonly Delivery[];
  /** Pairs of upstreams fail together as well. */
  readonly pairs: boolean;
  /** The names of the faults; by default all. */
  readonly only?: readonly string[] | undefined;
  /** Subrequests that the endpoint makes while everything works. */
  readonly subrequests: number;
}

/** Pairs of upstreams that fail together. Each costs three cases, and most of these last until the deadline. */
const MAX_PAIRS = 20;

/** The cases of an endpoint that calls `upstreams`, in the order of the table. */
export function casesOf(upstreams: readonly Rehearsed[], options: CaseOptions): Case[] {
  const { deliveries, pairs, only, subrequests } = options;
  const wanted = (name: string): boolean => only === undefined || only.includes(name);
  const inEach = (one: Omit<Case, "delivery">): Case[] => deliveries.map((delivery) => ({ ...one, delivery }));

  const singles = upstreams.flatMap((upstream) => [
    ...faults
      .filter(({ name }) => wanted(name))
      .flatMap((one) => inEach({ fault: one.name, upstreams: [upstream], faults: [one] })),
    ...(wanted(BREAKER) ? inEach({ fault: BREAKER, upstreams: [upstream], faults: [], isBreakerOpen: true }) : []),
  ]);
  const budgets = wanted(BUDGET) ? budgetsBelow(subrequests) : [];
  const spent = budgets.flatMap((budget) =>
    inEach({ fault: `${BUDGET}: ${budget} of ${subrequests}`, upstreams: [], faults: [], budget }),
  );
  return [...singles, ...spent, ...(pairs ? [...pairsOf(upstreams, options), ...allOf(upstreams, options)] : [])];
}

/** The number of pairs that are not rehearsed. */
export function pairsLeftOut(upstreams: readonly Rehearsed[]): number {
  return Math.max(0, (upstreams.length * (upstreams.length - 1)) / 2 - MAX_PAIRS);
}

/** Pairs are read as documents: how an answer is delivered does not depend on how many parts are missing. */
function pairsOf(upstreams: readonly Rehearsed[], { only }: CaseOptions): Case[] {
  const pairs = upstreams.flatMap((first, index) =>
    upstreams.slice(index + 1).map((second) => [first, second] as const),
  );
  return pairs.slice(0, MAX_PAIRS).flatMap((pair) =>
    pairedFaults
      .filter((names) => only === undefined || names.every((name) => only.includes(name)))
      .map((names) => ({
        fault: names[0] === names[1] ? names[0] : names.join(" + "),
        upstreams: pair,
        faults: names.map(faultNamed),
        delivery: "json" as const,
      })),
  );
}

/** All upstreams fail at once. Two of them are a pair already. */
function allOf(upstreams: readonly Rehearsed[], { only }: CaseOptions): Case[] {
  if (upstreams.length < 3) return [];
  const names = pairedFaults.flatMap(([first, second]) => (first === second ? [first] : []));
  return names
    .filter((name) => only === undefined || only.includes(name))
    .map((name) => ({ fault: name, upstreams, faults: upstreams.map(() => faultNamed(name)), delivery: "json" }));
}

/** The smallest budget, the half, and one too few. */
function budgetsBelow(subrequests: number): number[] {
  const candidates = [1, Math.floor(subrequests / 2), subrequests - 1];
  return [...new Set(candidates)].filter((budget) => budget > 0 && budget < subrequests);
}
