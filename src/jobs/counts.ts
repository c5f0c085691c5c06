// Counts requests by outcome.

/** A number for each outcome that occurred. */
export type Counts = Readonly<Record<string, number>>;

/** The two together. */
export function addCounts(a: Counts, b: Counts): Counts {
  const sum: Record<string, number> = { ...a };
  for (const [outcome, count] of Object.entries(b)) sum[outcome] = (sum[outcome] ?? 0) + count;
  return sum;
}
