// A part of an answer that has ended, or that was not requested.
import type { Call } from "../upstream/call/call.ts";
import type { PartReport } from "./merged-answer.ts";

/** A part that has ended, with its report and the value for a stream. */
export interface EndedPart {
  readonly key: string;
  readonly report: PartReport;
  readonly end: "there" | "missing" | "not_requested";
  /** The calls of the part. */
  readonly calls: readonly Call[];
  /** Absent if the part has neither a value nor a fallback. */
  readonly sent?: { readonly value: unknown };
}

/** Returns the value that a stream sends for a part without a value. It sends none for `null`. */
export function sentInstead(fallback: unknown): Pick<EndedPart, "sent"> {
  return fallback === null ? {} : { sent: { value: fallback } };
}
