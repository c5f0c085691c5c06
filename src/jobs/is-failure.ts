// The outcome of a result, read from its line without parsing the rest: a page may hold megabytes of bodies.

/** The beginning of a line by `resultLine`: the index, the key of the request if it has one, the outcome. */
const HEAD = /^\{"index":\d+,(?:"key":"(?:[^"\\]|\\.)*",)?"outcome":"(\w+)"/;

/** Returns true if the line of a result says that its request failed: any outcome but `ok`. */
export function isFailure(line: string): boolean {
  return HEAD.exec(line)?.[1] !== "ok";
}
