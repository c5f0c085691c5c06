// A number of JSON that JavaScript's numbers cannot hold: an integer past 2^53, or anything past 1.8e308.

/** Such a number, by its source. A function, because no schema of JSON takes one for something else. */
export interface BigNumber {
  (): string;
  /** Its source where text is asked for, `NaN` where a number is. */
  [Symbol.toPrimitive](hint: string): string | number;
}

/** The number that is written as `source`. */
export function bigNumber(source: string): BigNumber {
  const toPrimitive = (hint: string): string | number => (hint === "number" ? NaN : source);
  return Object.assign(() => source, { [Symbol.toPrimitive]: toPrimitive });
}

/** Whether `value` is one that is an integer. */
export function isBigInteger(value: unknown): value is BigNumber {
  return typeof value === "function" && /^-?\d+$/.test(String(value));
}
