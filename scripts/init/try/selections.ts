// The sets of features that can be taken out.
import { features, withDependents } from "../features.ts";

/** Lists every valid set, the empty one first. */
export function selections(): readonly (readonly string[])[] {
  const names = features.map(({ name }) => name);
  const all = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, at) => (bits & (1 << at)) !== 0),
  );
  return all.filter((removed) => withDependents(new Set(removed)).size === removed.length);
}

/** Picks `count` of `all` by `seed`, a hexadecimal hash. The same seed picks the same ones. */
export function sampled<T>(all: readonly T[], count: number, seed: string): readonly T[] {
  const first = Number.parseInt(seed.slice(0, 8), 16) % all.length;
  // A step that shares no factor with the length reaches every member.
  return Array.from({ length: Math.min(count, all.length) }, (_, index) =>
    all.at((first + index * 7) % all.length),
  ).filter((member) => member !== undefined);
}
