// Percentiles of a few samples.

/**
 * The value that `share` (0..1) of the samples do not exceed, by nearest rank. The median of an even number of
 * samples is the mean of the middle two.
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1] ?? NaN;
  if (share !== 0.5 || sorted.length % 2 === 1) return value;
  return (value + (sorted[rank] ?? value)) / 2;
}

/**
 * The mean of the lower half of the samples. Other work of a machine only adds CPU time, so the quieter half repeats
 * better than the median.
 */
export function quietMean(samples: readonly number[]): number {
  const quiet = samples.toSorted((a, b) => a - b).slice(0, Math.ceil(samples.length / 2));
  return quiet.reduce((sum, sample) => sum + sample, 0) / quiet.length;
}

/** The middle of the samples. */
export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
