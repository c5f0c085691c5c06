// What is wrong with the Worker's variables and secrets: in full for the log, by name alone for clients.

/** A variable that is wrong. */
export interface VariableFault {
  readonly variable: string;
  /** What to tell anyone: nothing of its value. */
  readonly what: "is missing" | "is not valid; the log says why";
  /** What to log. */
  readonly detail: string;
}

/** Thrown while the Worker cannot be used as it is configured. The message is for the log: it holds values. */
export class MisconfiguredError extends Error {
  override readonly name = "MisconfiguredError";
  readonly faults: readonly VariableFault[];

  constructor(faults: readonly VariableFault[]) {
    super(`the Worker is misconfigured: ${faults.map(({ variable, detail }) => `${variable}: ${detail}`).join("; ")}`);
    this.faults = faults;
  }
}

/** The fault of a variable that is not set. */
export function missing(variable: string): VariableFault {
  return { variable, what: "is missing", detail: "is missing" };
}
