// One case seen from outside, by the client and by the upstreams.
import type { Case } from "./case.ts";
import type { Reading } from "./reading.ts";

/** The answer to one request, on the client's clock. */
export interface Asked {
  /** `undefined` if no answer came, or it did not end. */
  readonly reading: Reading | undefined;
  /** Milliseconds from the request to the end of the answer, or until the client gave up. */
  readonly ms: number;
  /** The reason why the reading is missing. */
  readonly error?: string;
}

/** A case that has run. */
export interface Observation extends Asked {
  readonly case: Case;
  /** Requests that each upstream received, by its key. */
  readonly requests: Readonly<Record<string, number>>;
  /** The upstreams at which a request was still open after the answer. */
  readonly leftOpen: readonly string[];
}

/** All requests that the upstreams received. */
export function sentOf({ requests }: Pick<Observation, "requests">): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}
