// Times on an axis: where the marks are, and how they are written.

/** Marks at round times from 0 to `spanMs`, no more than `most`. */
export function marksOf(spanMs: number, most: number): readonly number[] {
  const stepMs = stepFor(spanMs / most);
  return Array.from({ length: Math.floor(spanMs / stepMs) + 1 }, (_, index) => index * stepMs);
}

/** The least of 1, 2, 5, 10, 20, 50 and so on that is not below `leastMs`. */
function stepFor(leastMs: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(leastMs, 1)));
  return power * ([1, 2, 5].find((factor) => factor * power >= leastMs) ?? 10);
}

/** A mark of an axis that goes to `spanMs`: in seconds from two of them on. */
export function writeMark(ms: number, spanMs: number): string {
  if (spanMs < 2_000) return `${ms.toLocaleString("en")} ms`;
  return `${ms / 1000} s`;
}

/** A time that somebody chose: `300 ms`, `1.5 s`. */
export function writeRound(ms: number): string {
  return ms < 1_000 ? `${ms}\u00A0ms` : `${ms / 1000}\u00A0s`;
}

/** A time to be read at a glance, in one piece: `340 ms`, `1.00 s`, `12.3 s`. */
export function writeMs(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)}\u00A0ms`;
  return `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)}\u00A0s`;
}

/** A time in numbers, for a table: `0.2`, `1,003`. */
export function writeExactly(ms: number): string {
  return ms.toLocaleString("en", { maximumFractionDigits: ms < 10 ? 1 : 0 });
}
