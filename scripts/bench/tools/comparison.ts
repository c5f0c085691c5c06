// Two contestants compared.
import type { Row } from "./row.ts";
import { median } from "./statistics.ts";
import { ratios } from "./take-turns.ts";

/**
 * The ratio of two contestants' typical samples, with the ratios of the rounds as its spread. On a busy machine it
 * repeats better than the median of the ratios, because a disturbed turn spoils one sample and not the whole round.
 */
export function comparison(
  over: readonly number[] = [],
  under: readonly number[] = [],
  typical: (samples: readonly number[]) => number = median,
): Pick<Row, "samples" | "value"> {
  return { samples: ratios(over, under), value: typical(over) / typical(under) };
}
