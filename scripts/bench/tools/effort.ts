// The effort of a run: full for numbers to quote, quick to see whether anything moved.

/** The effort of every section. */
export interface Effort {
  readonly isFull: boolean;
  /** Rounds of turns that take a fraction of a second. */
  readonly rounds: number;
  /** Rounds of turns that take seconds. */
  readonly longRounds: number;
  /** Requests of one turn. */
  readonly requests: number;
  /** Requests that a server answers before it is measured, so that its code is compiled. */
  readonly warmUp: number;
  /** Milliseconds that one turn of computing takes, about. */
  readonly computeMs: number;
  /** Calls of one long turn, where each is timed by itself. */
  readonly calls: number;
}

/** Under twelve minutes. */
export const full: Effort = {
  isFull: true,
  rounds: 160,
  longRounds: 5,
  requests: 25,
  warmUp: 1_500,
  computeMs: 40,
  calls: 100,
};

/** Under three minutes. */
export const quick: Effort = {
  isFull: false,
  rounds: 48,
  longRounds: 2,
  requests: 25,
  warmUp: 800,
  computeMs: 20,
  calls: 30,
};
