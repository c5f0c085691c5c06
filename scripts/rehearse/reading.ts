// An answer as the verdict needs it, whichever way it was delivered.

/** How an answer can be asked for, with the value of `Accept` that does it. */
export const deliveries = {
  json: "application/json",
  lines: "application/x-ndjson",
  events: "text/event-stream",
} as const;

/** One of them. */
export type Delivery = keyof typeof deliveries;

/** What an answer says about one of its parts. */
export interface PartReading {
  readonly outcome: string;
  readonly message?: string | undefined;
  /** How often its upstreams were sent something. */
  readonly attempts: number;
  readonly startMs: number;
  readonly totalMs: number;
  /** Whether its value comes from the cache, perhaps because the upstream failed. */
  readonly isCached: boolean;
}

/** An answer, read to its end. */
export interface Reading {
  readonly status: number;
  readonly headers: Headers;
  /** What the answer holds besides its summary, by name; of a stream, the values of its parts. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly parts: Readonly<Record<string, PartReading>>;
  /** What it says of itself; `undefined` where it says nothing. */
  readonly complete: boolean | undefined;
  readonly subrequests: number | undefined;
  /** The problem it is, or that its last line holds. */
  readonly problem: { readonly status: number; readonly detail: string } | undefined;
  /** Why it could not be read to its end as what it claims to be. */
  readonly fault: string | undefined;
}
