// The failure of an answer that has no part.
import type { Failure } from "../upstream/call/failure-of.ts";
import { decisive } from "../upstream/call/outcome.ts";
import { summarize } from "../upstream/call/summarize.ts";
import type { PartReport } from "./merged-answer.ts";

/** Says how each part ended that was asked for. */
export function allMissing(reports: Readonly<Record<string, PartReport>>): Failure {
  const missing = Object.entries(reports).flatMap(([key, { outcome }]) =>
    outcome === "not_requested" ? [] : [{ key, outcome }],
  );
  const ends = missing.map(({ key, outcome }) => `${JSON.stringify(key)} ended as ${outcome}`);
  return { outcome: decisive(missing.map(({ outcome }) => outcome)), message: `no part is there: ${summarize(ends)}` };
}
