// The error of wrong variables and secrets. The log gets all details, clients only the names.

/** A wrong variable. */
export interface VariableFault {
  readonly variable: string;
  /** For clients. It reveals nothing of the value. */
  readonly what: "is missing" | "is not valid; the log says why";
  /** For the log. */
  readonly detail: string;
}

/** The configuration is wrong. The message holds values: log it, but do not send it. */
export class MisconfiguredError extends Error {
  override readonly name = "MisconfiguredError";
  readonly faults: readonly VariableFault[];

  constructor(faults: readonly VariableFault[]) {
    super(`the Worker is misconfigured: ${faults.map(({ variable, detail }) => `${variable}: ${detail}`).join("; ")}`);
    this.faults = faults;
  }
}

/** Returns the fault of a variable that is not set. */
export function missing(variable: string): VariableFault {
  return { variable, what: "is missing", detail: "is missing" };
}
