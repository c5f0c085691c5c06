// JSON in one line, for every reader: Python's `splitlines` ends lines where JSON's strings may hold the characters as they are.

/** Line ends of JSON's white space, and those that only strings can hold. */
const LINE_ENDS = /[\r\n\u0085\u2028\u2029]/g;

/** `json` without a character that any reader takes for the end of a line: the same value. */
export function oneLine(json: string): string {
  return json.replace(LINE_ENDS, (end) => (end < " " ? " " : `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`));
}
