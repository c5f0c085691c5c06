// A query that a route cannot follow is the client's mistake and is answered with 400, so it is told apart from our own errors.

/** Says which query parameter is wrong, and how; `parameter` is its name. */
export class BadQueryError extends Error {
  readonly parameter: string;

  constructor(parameter: string, complaint: string) {
    super(`query parameter "${parameter}" ${complaint}`);
    this.name = "BadQueryError";
    this.parameter = parameter;
  }
}
