// The price of an endpoint, by its declarations, or as the upstreams counted in the rehearsal.
import { readConfig } from "../read-config.ts";
import type { Learnt } from "./learn.ts";
import type { Price } from "./openapi.ts";
import type { Judged } from "./run-lane.ts";

/** Subrequests of a request on the free plan. */
const FREE_PLAN = 50;

/** The price of an endpoint, and whether the plan pays it. */
export interface PriceTag {
  /** `exact`: by the declarations of all that it calls. `observed`: by the most that each upstream received. */
  readonly basis: "exact" | "observed";
  readonly worst: number;
  /** The price by the declarations; `undefined` if the document has none. */
  readonly declared: Price | undefined;
  /** The most requests that each upstream received in one case, by its name. */
  readonly counted: Readonly<Record<string, number>>;
  /** The most requests that all upstreams received together in one case. */
  readonly most: number;
  /** Subrequests that a request has by the configuration. */
  readonly plan: number;
  /** Reasons why the price does not hold. */
  readonly faults: readonly string[];
}

/** Subrequests that `wrangler.toml` gives a request. */
export function configuredPlan(): number {
  return Number(readConfig().vars["SUBREQUESTS"] ?? FREE_PLAN);
}

/** The price tag of an endpoint whose document says `declared`. */
export function priceTagOf(
  declared: Price | undefined,
  judged: readonly Judged[],
  { upstreams, subrequests }: Pick<Learnt, "upstreams" | "subrequests">,
  plan = configuredPlan(),
): PriceTag {
  const most = Math.max(subrequests, ...judged.map(({ seen }) => sum(Object.values(seen.requests))));
  const counted = Object.fromEntries(
    upstreams.map(({ name, key, calls }) => [
      name,
      Math.max(calls, ...judged.map(({ seen }) => seen.requests[key] ?? 0)),
    ]),
  );
  const isExact = declared?.basis === "exact";
  const worst = isExact ? declared.subrequests.worst : sum(Object.values(counted));
  const faults = worst > plan ? [unpayable(worst, plan)] : [];
  const known = sum(Object.values(declared?.calls ?? {}));
  if (isExact && known < subrequests)
    faults.push(`its price counts ${known} calls, and ${subrequests} were made: list them in calls of answers(…)`);
  return { basis: isExact ? "exact" : "observed", worst, declared, counted, most, plan, faults };
}

/** Says that a price is over the plan. */
export function unpayable(worst: number, plan: number): string {
  const remedy = "lower retries, drop a hedge, or raise SUBREQUESTS on a paid plan";
  return `costs ${worst} subrequests at worst, and a request has ${plan}: ${remedy}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
