// The failure of an answer without any part.
import type { Failure } from "../upstream/call/failure-of.ts";
import { decisive } from "../upstream/call/outcome.ts";
import { summarize } from "../upstream/call/summarize.ts";
import type { PartReport } from "./merged-answer.ts";
import { NOT_WANTED } from "./parts.ts";

/** Returns a failure that names the outcome of each requested part. */
export function allMissing(reports: Readonly<Record<string, PartReport>>): Failure {
  const missing = Object.entries(reports).flatMap(([key, { outcome, reason }]) =>
    outcome === "not_requested" ? [] : [{ key, outcome, reason }],
  );
  const ends = missing.map(({ key, outcome }) => `${JSON.stringify(key)} ended as ${outcome}`);
  const { outcome, reason = NOT_WANTED.reason } = decisive(missing) ?? NOT_WANTED;
  return { outcome, reason, message: `all parts are missing: ${summarize(ends)}` };
}
