// Contestants take turns, so that other work of the machine disturbs all of them alike.

/** Measures one contestant once. */
export type Measure<T = number> = () => Promise<T>;

/**
 * Measures every contestant once a round. Each round begins with another contestant. Returns each one's samples in
 * the order of the rounds: the samples of one round belong together.
 */
export async function takeTurns<Name extends string, T = number>(
  rounds: number,
  contestants: Readonly<Record<Name, Measure<T>>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(contestants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, T[]>;
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) samples[name].push(await contestants[name]());
  }
  return samples;
}

/** The ratio of two contestants, round by round; no samples if one of them was not run. */
export function ratios(over: readonly number[] = [], under: readonly number[] = []): number[] {
  return inRounds(over, under, (a, b) => a / b);
}

/** The first contestant minus the second, round by round; no samples if one of them was not run. */
export function differences(over: readonly number[] = [], under: readonly number[] = []): number[] {
  return inRounds(over, under, (a, b) => a - b);
}

function inRounds(over: readonly number[], under: readonly number[], compare: (a: number, b: number) => number) {
  return over.slice(0, under.length).map((value, round) => compare(value, under[round] ?? NaN));
}
