// One way to build the fan-out: how to start it, what it promises, and what it leaves out.
import type { Stage } from "../tools/stage.ts";
import type { Server } from "../tools/start-server.ts";

/** The promises, in the order in which `sections/promises.ts` proves them. */
export const promises = ["retries", "timeouts", "six slots", "cancels", "schema", "breaker"] as const;

/** One of them. */
export type Promised = (typeof promises)[number];

/** A server that merges ten upstreams. */
export interface Contestant {
  readonly name: string;
  /** The promises that it keeps: these and no other. */
  readonly keeps: readonly Promised[];
  /** Other differences that matter for a comparison. */
  readonly caveat: string;
  readonly path: string;
  /** Its answer has more members than the merged parts. */
  readonly saysMore?: boolean;
  /** Starts it with its upstreams at `origin`. Resolves to `undefined` if the machine cannot run it. */
  readonly start: (stage: Stage, origin: string) => Promise<Server | undefined>;
}

/** A sentence for the report: the promises that it keeps, the ones that it does not, and its caveat. */
export function lineOf({ keeps, caveat }: Contestant): string {
  const missing = promises.filter((promise) => !keeps.includes(promise));
  const said = [keeps.join(", ") || "no promises", missing.length > 0 && `no ${missing.join(", ")}`, caveat];
  return said.filter(Boolean).join("; ");
}
