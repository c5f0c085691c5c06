// A rehearsal as data: its options and its result.
import type { RehearsedRequest } from "./ask.ts";
import type { Case } from "./case.ts";
import type { PriceTag } from "./price-tag.ts";
import type { Delivery } from "./reading.ts";
import type { Rehearsed } from "./rehearsed.ts";
import type { Judged } from "./run-lane.ts";

/** The endpoint, and the extent of the rehearsal. */
export interface RehearseOptions {
  /** The path of the built Worker. */
  readonly bundle: string;
  readonly request: RehearsedRequest;
  /**
   * Milliseconds that the endpoint has if its route sets no deadline. Short, so that a stalled upstream costs little.
   * @default 1,000
   */
  readonly deadlineMs?: number | undefined;
  /** @default all */
  readonly deliveries?: readonly Delivery[] | undefined;
  /** Pairs of upstreams fail together as well. @default true */
  readonly pairs?: boolean | undefined;
  /** The names of the faults. @default all */
  readonly only?: readonly string[] | undefined;
  /** Variables of the Worker besides those of `wrangler.toml`. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Hears of the cases before the first has run, and of each that has. */
  readonly watch?: Watcher | undefined;
}

/** Follows a rehearsal. */
export interface Watcher {
  readonly planned: (cases: readonly Case[], upstreams: readonly Rehearsed[]) => void;
  readonly ran: (judged: Judged) => void;
}

/** A rehearsal that has taken place. */
export interface Rehearsal {
  readonly endpoint: string;
  readonly deadlineMs: number;
  readonly upstreams: readonly Rehearsed[];
  readonly parts: readonly string[];
  /** In the order of the table. */
  readonly judged: readonly Judged[];
  readonly price: PriceTag;
  /** Cases that looked wrong at first, and kept every rule when they ran again alone. */
  readonly cleared: number;
  /** Pairs of upstreams that were not rehearsed, because there are too many. */
  readonly pairsLeftOut: number;
  /** The first mistakes that the Worker has logged. */
  readonly errors: readonly string[];
  readonly seconds: number;
}
