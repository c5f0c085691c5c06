// Stands for a JSON number that JavaScript cannot hold: an integer past 2^53, or any number past 1.8e308.

/** A number that JavaScript cannot hold. It is a function, because no schema for JSON accepts functions. */
export interface BigNumber {
  (): string;
  /** Converts to its source as text, and to `NaN` as a number. */
  [Symbol.toPrimitive](hint: string): string | number;
}

/** Makes a `BigNumber` from its source text. */
export function bigNumber(source: string): BigNumber {
  const toPrimitive = (hint: string): string | number => (hint === "number" ? NaN : source);
  return Object.assign(() => source, { [Symbol.toPrimitive]: toPrimitive });
}

/** Returns whether `value` is a `BigNumber` and an integer. */
export function isBigInteger(value: unknown): value is BigNumber {
  return typeof value === "function" && /^-?\d+$/.test(String(value));
}
