// Counts work instead of time, because a clock would need a tolerance.

/** Counts the bytes that typed arrays search and copy. */
export function countedWork(): { searched: () => number; copied: () => number; restore: () => void } {
  const shared = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
  const own = Object.getOwnPropertyDescriptors(shared);
  let [searched, copied] = [0, 0];
  shared.indexOf = function counted(this: Uint8Array, byte, from = 0) {
    const index = (own.indexOf.value as typeof Array.prototype.indexOf).call(this, byte, from);
    searched += (index === -1 ? this.length : index + 1) - from;
    return index;
  };
  shared.set = function counted(this: Uint8Array, source, offset) {
    copied += source.length;
    (own.set.value as (source: ArrayLike<number>, offset?: number) => void).call(this, source, offset);
  };
  const restore = (): void => void Object.defineProperties(shared, { indexOf: own.indexOf, set: own.set });
  return { searched: () => searched, copied: () => copied, restore };
}
