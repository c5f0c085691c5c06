// Which double answers a path: a stand-in, or a recording alone.
import { findServed } from "./find-served.ts";
import type { Recordings } from "./recordings.ts";
import { standIns } from "./stand-ins.ts";

/** A double, as `/seen` and `/misbehave` know it. */
interface Served {
  /** The path or the beginning of paths that it answers. */
  readonly servedAt: string;
  /** The tally that counts its requests. */
  readonly key: string;
}

/** Finds the double of `path`. Without a stand-in, requests are counted under the variable of their upstream. */
export function servedAt(path: string, recordings: Recordings): Served | undefined {
  const standIn = findServed(standIns, path);
  if (standIn !== undefined) return { servedAt: standIn[0], key: standIn[1].key };
  const variable = recordings.variableAt(path);
  return variable === undefined ? undefined : { servedAt: path, key: variable };
}
