// How much is measured: in full for numbers one can quote, quickly to see whether anything moved.

/** What every section spends. */
export interface Effort {
  /** How often every contestant is measured. */
  readonly rounds: number;
  /** Seconds that a server is asked for in one round. */
  readonly loadSeconds: number;
  /** Milliseconds that one measurement of computing takes, about. */
  readonly computeMs: number;
  /** Calls, where each is timed by itself, in one round. */
  readonly calls: number;
}

/** About seven minutes. */
export const full: Effort = { rounds: 5, loadSeconds: 3, computeMs: 150, calls: 100 };

/** Under two minutes. */
export const quick: Effort = { rounds: 3, loadSeconds: 1, computeMs: 30, calls: 40 };
