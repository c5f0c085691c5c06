// The outcome of a result, read from its line without parsing the rest: a page may hold megabytes of bodies.

/** How `resultLine` begins a line: the index, the name that the request brought, the outcome. */
const HEAD = /^\{"index":\d+,(?:"key":"(?:[^"\\]|\\.)*",)?"outcome":"(\w+)"/;

/** Returns true if the line of a result says that its request failed: any outcome but `ok`. */
export function isFailure(line: string): boolean {
  return HEAD.exec(line)?.[1] !== "ok";
}
