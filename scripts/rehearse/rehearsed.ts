// An upstream that takes part in a rehearsal, as the local upstreams know it.
import { standIns } from "../upstreams/stand-ins.ts";

/** A stand-in that the endpoint calls. */
export interface Rehearsed {
  /** Its name in the table: that of its variable, with its path if several stand-ins share one. */
  readonly name: string;
  /** The path at which the stand-in is served. */
  readonly path: string;
  /** The tally that counts its requests. */
  readonly key: string;
  /** Requests that it gets while everything works. */
  readonly calls: number;
}

/** All stand-ins, with no call counted yet. */
export function everyStandIn(): readonly Rehearsed[] {
  const all = [...standIns];
  return all.map(([path, { variable, key }]) => {
    const isShared = all.filter(([, other]) => other.variable === variable).length > 1;
    const name = variable
      .replace(/_ORIGIN$/, "")
      .toLowerCase()
      .replaceAll("_", "-");
    return { name: isShared ? `${name} ${path}` : name, path, key, calls: 0 };
  });
}
