// The error of wrong variables and secrets: in full for the log, by name alone for clients.

/** A variable that is wrong. */
export interface VariableFault {
  readonly variable: string;
  /** For clients: says nothing of the value. */
  readonly what: "is missing" | "is not valid; the log says why";
  /** For the log. */
  readonly detail: string;
}

/** Thrown while the configuration is wrong. Its message holds values: log it, and do not send it. */
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
