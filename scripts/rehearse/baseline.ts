// The answers while everything works. Those of the rehearsal are compared with them.
import type { Delivery, Reading } from "./reading.ts";

/** A whole answer, and the values in it that differ from one time to the next. */
export interface Baseline {
  readonly reading: Reading;
  /** Paths of values that change by themselves, such as a time. */
  readonly volatile: ReadonlySet<string>;
}

/** The baselines by delivery. */
export type Baselines = Readonly<Partial<Record<Delivery, Baseline>>>;

/** Compares several answers to the same request. */
export function baselineOf(readings: readonly [Reading, ...Reading[]]): Baseline {
  const [reading, ...others] = readings;
  const volatile = new Set(others.flatMap((other) => differences(reading.members, other.members)));
  return { reading, volatile };
}

/** The paths at which `other` differs from `value`, in the form `weather.at`. */
export function differences(value: unknown, other: unknown, path = ""): string[] {
  if (Object.is(value, other)) return [];
  if (!isObject(value) || !isObject(other) || Array.isArray(value) !== Array.isArray(other)) return [path];
  const names = new Set([...Object.keys(value), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(value[name], other[name], path === "" ? name : `${path}.${name}`));
}

/** Tells an empty value: no text, no item, no member. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return isObject(value) && Object.keys(value).length === 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
