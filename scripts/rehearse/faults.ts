// Every way an upstream can fail that the local upstreams can produce, as recipes of `/misbehave`.

/** One way to fail. */
export interface Fault {
  readonly name: string;
  /** The recipe, in the query form of `/misbehave`, for an endpoint that has `deadlineMs`. */
  readonly recipe: (deadlineMs: number) => string;
  /** A call that meets it may be sent again. Those attempts come out of a bucket that the isolate keeps. */
  readonly repeats: boolean;
  /** It may last until the deadline. Only the planning of lanes looks at it. */
  readonly lasts: boolean;
}

/** The share of the deadline by which a slow upstream is late. Two such steps in a row still fit. */
const SLOW_SHARE = 0.4;

/** One byte more than the Worker reads of an upstream's body where a policy names no other limit (1 MiB). */
const TOO_LARGE_BYTES = 1_048_577;

/** An address that no configuration should allow: the metadata service of a cloud. */
const AWAY = "http://169.254.169.254/latest/meta-data/";

const fault = (name: string, recipe: string, { repeats = false, lasts = false } = {}): Fault => ({
  name,
  recipe: () => recipe,
  repeats,
  lasts,
});

/** The faults of an upstream, in the order of the table. */
export const faults: readonly Fault[] = [
  {
    name: "slow",
    recipe: (deadlineMs) => `delayMs=${Math.round(deadlineMs * SLOW_SHARE)}`,
    repeats: true,
    lasts: true,
  },
  fault("stall", "stall=headers", { repeats: true, lasts: true }),
  fault("stall in body", "stall=body", { repeats: true, lasts: true }),
  fault("reset", "reset=headers", { repeats: true }),
  fault("reset in body", "reset=body", { repeats: true }),
  fault("cut short", "truncate=true", { repeats: true }),
  fault("404", "status=404"),
  fault("429, wait 1 s", "status=429&retryAfter=1", { repeats: true }),
  fault("500", "status=500", { repeats: true }),
  fault("522", "status=522", { repeats: true }),
  fault("broken JSON", `body=${encodeURIComponent('{"half":')}`),
  fault("another shape", `body=${encodeURIComponent('[{"unexpected":true}]')}`),
  fault("too large", `bytes=${TOO_LARGE_BYTES}`),
  fault("redirect away", `redirectTo=${encodeURIComponent(AWAY)}`),
];

/** The faults of pairs: both take all the time, both fail at once, and one of each. */
export const pairedFaults: readonly (readonly [string, string])[] = [
  ["stall", "stall"],
  ["500", "500"],
  ["stall", "500"],
];

/** Two troubles that no recipe makes: an open breaker, and a request whose subrequests are used up. */
export const BREAKER = "breaker open";
export const BUDGET = "budget spent";

/** The names of all faults and troubles. */
export const faultNames: readonly string[] = [...faults.map(({ name }) => name), BREAKER, BUDGET];

/** The fault called `name`. @throws `TypeError` for an unknown name. */
export function faultNamed(name: string): Fault {
  const found = faults.find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`unknown fault ${name}`);
  return found;
}
