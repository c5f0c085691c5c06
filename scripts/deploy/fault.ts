// A fault stops a deploy: two lines that a person can act on.

/** A reason why the deployed Worker would not work, and how to mend it. */
export interface Fault {
  readonly what: string;
  readonly fix: string;
}
