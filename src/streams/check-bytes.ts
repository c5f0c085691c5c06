// A range check for the byte counts that callers pass. Every read refuses the same values with the same message.

/** @throws {RangeError} unless `bytes` is a whole number from `least`, or `Infinity`. */
export function checkBytes(name: string, bytes: number, least: number): number {
  if ((Number.isInteger(bytes) && bytes >= least) || bytes === Infinity) return bytes;
  throw new RangeError(`${name} must be a whole number of bytes from ${least} or Infinity, not ${bytes}`);
}
