// Contestants take turns, so that whatever else the machine does meets all of them alike.

/** Measures one contestant once. */
export type Measure = () => Promise<number>;

/**
 * Measures every contestant once a round, for `rounds` rounds, each round beginning with another contestant. Returns each one's samples, in
 * the order of the rounds: the samples of one round belong together.
 */
export async function takeTurns<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, Measure>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) samples[name].push(await contestants[name]());
  }
  return samples;
}

/** The ratio of two contestants, round by round. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.map((value, round) => value / (under[round] ?? NaN));
}
