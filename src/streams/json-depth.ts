// How deep JSON nests, told from its text: a value may parse and yet be too deep to be written again.

/** Levels that JSON may nest. Engines write far deeper, but by recursion for some shapes, and its end is a stack overflow. */
export const MAX_JSON_DEPTH = 1_000;

const [QUOTE, BACKSLASH, OPEN_LIST, OPEN_RECORD, CLOSE_LIST, CLOSE_RECORD] = [34, 92, 91, 123, 93, 125];

/** Whether `text`, which must be valid JSON, nests deeper than `MAX_JSON_DEPTH`. */
export function nestsTooDeep(text: string): boolean {
  if (text.length <= MAX_JSON_DEPTH) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_LIST || code === OPEN_RECORD) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_RECORD) depth--;
  }
  return false;
}
