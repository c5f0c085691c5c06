// Transitions are handed the time: they keep no clock.

/** When a transition happens, and how long leases are. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly leaseMs: number;
}
