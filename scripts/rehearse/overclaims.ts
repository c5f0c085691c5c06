// Finds an answer that calls itself complete and is not.
import { type Baseline, differences, isEmpty } from "./baseline.ts";
import type { Observation } from "./observation.ts";
import type { Reading } from "./reading.ts";
import type { Rehearsed } from "./rehearsed.ts";

/** The whole answer, and the calls that it takes. */
export interface Whole {
  readonly baseline: Baseline;
  /** All upstreams of the endpoint, with what they get while everything works. */
  readonly upstreams: readonly Rehearsed[];
}

/** Returns the false claims of an answer. Streams have no header: they know only at their end what is missing. */
export function overclaims(seen: Observation, reading: Reading, whole: Whole): string[] {
  const { baseline } = whole;
  const { status, headers, complete, parts } = reading;
  const header = headers.get("Gather-Complete");
  const isStream = seen.case.delivery !== "json" && status < 400;
  if (!isStream && header === "true" && (complete === false || status >= 400))
    return ["Gather-Complete is true, and the answer is not complete"];
  if (status >= 400 || complete !== true) return [];
  if (!isStream && header !== "true") return [`says complete, and Gather-Complete is ${header ?? "missing"}`];

  const missing = Object.keys(baseline.reading.parts).filter((name) => parts[name] === undefined);
  if (missing.length > 0) return [`says complete without ${missing.join(", ")}`];
  const failed = Object.entries(parts).filter(([, { outcome, isCached }]) => outcome !== "ok" && !isCached);
  if (failed.length > 0) return failed.map(([name, { outcome }]) => `says complete, and ${name} ended as ${outcome}`);
  return Object.entries(baseline.reading.members).flatMap(([name, value]) => {
    const what = replaced(name, value, seen, reading, whole);
    return what === undefined ? [] : [what];
  });
}

/** Says that the member `name` is not `expected`, its value while everything works. */
function replaced(
  name: string,
  expected: unknown,
  seen: Observation,
  reading: Reading,
  whole: Whole,
): string | undefined {
  const value = reading.members[name];
  if (isEmpty(value) && !isEmpty(expected)) return `says complete, and ${name} is empty`;
  const { volatile } = whole.baseline;
  const [changed] = differences(expected, value, name).filter((path) => !volatile.has(path));
  if (changed === undefined || hasAnother(name, seen, whole)) return undefined;
  return `says complete, and ${changed} is not what its upstream has`;
}

/** Tells a value that may come from another upstream: several were asked at once, or one in place of the other. */
function hasAnother(name: string, { case: { upstreams: failing }, requests }: Observation, whole: Whole): boolean {
  const { parts } = whole.baseline.reading;
  const attempts =
    parts[name]?.timing.attempts ?? Math.max(0, ...Object.values(parts).map((part) => part.timing.attempts));
  const others = whole.upstreams.filter(({ key }) => failing.every((one) => one.key !== key));
  return attempts > 1 || others.some(({ key, calls }) => (requests[key] ?? 0) > calls);
}
