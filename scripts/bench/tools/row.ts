// A line of the bench's table: what was measured, what it may come to, and whether it does.
import { median } from "./statistics.ts";

/** The limit for the value of a row. */
export type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** One thing that was measured. */
export interface Row {
  readonly what: string;
  /** One value per round; none if it was not run. */
  readonly samples: readonly number[];
  /** The result; the median of the samples by default. */
  readonly value?: number;
  /** A ratio has none. */
  readonly unit?: string;
  /** Absent where the row only tells. */
  readonly bound?: Bound;
  /** A hint for the reader, or the reason why it was not run. */
  readonly note?: string;
}

/** The result of comparing a row with its bound. */
export type Verdict = "holds" | "falls short" | "not run" | "";

/** The result of a row. */
export function valueOf({ value, samples }: Row): number {
  return value ?? median(samples);
}

/** Compares the value with the bound. Without samples the row was not run. `NaN` never holds. */
export function verdictOf(row: Row): Verdict {
  const { samples, bound } = row;
  if (samples.length === 0) return "not run";
  if (bound === undefined) return "";
  const value = valueOf(row);
  const holds = "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast;
  return holds ? "holds" : "falls short";
}
