// The marks of a time axis, and the texts of times.

/** Returns marks at round times from 0 to `spanMs`, at most `most`. */
export function marksOf(spanMs: number, most: number): readonly number[] {
  const stepMs = stepFor(spanMs / most);
  return Array.from({ length: Math.floor(spanMs / stepMs) + 1 }, (_, index) => index * stepMs);
}

/** Returns the smallest of 1, 2, 5, 10, 20, 50 and so on that is at least `leastMs`. */
function stepFor(leastMs: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(leastMs, 1)));
  return power * ([1, 2, 5].find((factor) => factor * power >= leastMs) ?? 10);
}

/** Writes a mark of an axis that ends at `spanMs`. From 2 s on it uses seconds. */
export function writeMark(ms: number, spanMs: number): string {
  if (spanMs < 2_000) return `${ms.toLocaleString("en")} ms`;
  return `${ms / 1000} s`;
}

/** Writes a time from the form: `300 ms`, `1.5 s`. */
export function writeRound(ms: number): string {
  return ms < 1_000 ? `${ms}\u00A0ms` : `${ms / 1000}\u00A0s`;
}

/** Writes a measured time, without a line break: `340 ms`, `1.00 s`, `12.3 s`. */
export function writeMs(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)}\u00A0ms`;
  return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)}\u00A0s`;
}

/** Writes a time as a number for the table: `0.2`, `1,003`. */
export function writeExactly(ms: number): string {
  return ms.toLocaleString("en", { maximumFractionDigits: ms < 10 ? 1 : 0 });
}
