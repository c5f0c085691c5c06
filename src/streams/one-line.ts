// Keeps JSON in one line for every reader. Python's `splitlines` also splits at U+0085, U+2028 and U+2029, and JSON
// strings may hold these characters unescaped.

/** CR and LF are white space between tokens. The other three occur only inside strings. */
const LINE_ENDS = /[\r\n\u0085\u2028\u2029]/g;

/** Returns the same JSON value as `json`, in one line. */
export function oneLine(json: string): string {
  return json.replace(LINE_ENDS, (end) => (end < " " ? " " : `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`));
}
