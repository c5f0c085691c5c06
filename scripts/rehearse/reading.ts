// An answer as the verdict needs it, whichever way it was delivered.

import type { WaterfallRow } from "../waterfall.ts";

/** The ways to ask for an answer, each with its value of `Accept`. */
export const deliveries = {
  json: "application/json",
  lines: "application/x-ndjson",
  events: "text/event-stream",
} as const;

/** One of them. */
export type Delivery = keyof typeof deliveries;

/** One part, as the answer reports it. */
export interface PartReading {
  readonly outcome: string;
  readonly message?: string | undefined;
  /** The times of all its calls together, and its attempts. */
  readonly timing: WaterfallRow["timing"];
  /** Its value comes from the cache, perhaps because the upstream failed. */
  readonly isCached: boolean;
}

/** An answer, read to its end. */
export interface Reading {
  readonly status: number;
  readonly headers: Headers;
  /** The values besides the summary, by name. A stream has those of its parts. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly parts: Readonly<Record<string, PartReading>>;
  /** The summary's own words; `undefined` if it says nothing. */
  readonly complete: boolean | undefined;
  readonly subrequests: number | undefined;
  /** The problem it is, or that its last line holds. */
  readonly problem: { readonly status: number; readonly detail: string } | undefined;
  /** The reason why it could not be read as what it claims to be. */
  readonly fault: string | undefined;
}
