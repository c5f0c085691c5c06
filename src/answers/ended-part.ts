// A part of an answer that has ended, by itself or because it was not asked for.
import type { Call } from "../upstream/call/call.ts";
import type { PartReport } from "./merged-answer.ts";

/** A part that has ended: how it went, and what a stream sends as its value. */
export interface EndedPart {
  readonly key: string;
  readonly report: PartReport;
  readonly end: "there" | "missing" | "not_requested";
  /** The calls that it made. */
  readonly calls: readonly Call[];
  /** Absent where the part did not yield a value and has no fallback. */
  readonly sent?: { readonly value: unknown };
}

/** What a stream sends of a part that did not yield a value: nothing in place of `null`. */
export function sentInstead(fallback: unknown): Pick<EndedPart, "sent"> {
  return fallback === null ? {} : { sent: { value: fallback } };
}
