// JSON that can be written again: a value may parse and yet nest too deep for that.

/** Levels that JSON may nest. Engines write far deeper, but by recursion for some shapes, and its end is a stack overflow. */
export const MAX_JSON_DEPTH = 1_000;

const [QUOTE, BACKSLASH, OPEN_LIST, OPEN_RECORD, CLOSE_LIST, CLOSE_RECORD] = [34, 92, 91, 123, 93, 125];

/** Thrown for JSON that is valid and nests deeper than `MAX_JSON_DEPTH`. */
export class JsonDepthError extends Error {
  override readonly name = "JsonDepthError";

  constructor() {
    super(`it nests deeper than ${MAX_JSON_DEPTH} levels`);
  }
}

/** Parses `text`. @throws `SyntaxError` for what is not JSON; `JsonDepthError`. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (nestsTooDeep(text)) throw new JsonDepthError();
  return value;
}

function nestsTooDeep(text: string): boolean {
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
