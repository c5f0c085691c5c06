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

/**
 * Parses `text`. `bytes`: the same in UTF-8, if they are at hand.
 *
 * @throws `SyntaxError` for what is not JSON; `JsonDepthError`.
 */
export function parseJson(text: string, bytes?: Uint8Array): unknown {
  const value: unknown = JSON.parse(text);
  // Each level takes two characters.
  if (text.length > 2 * MAX_JSON_DEPTH && nestsTooDeep(bytes ?? new TextEncoder().encode(text)))
    throw new JsonDepthError();
  return value;
}

/** Whether valid JSON nests too deep. Bytes are read five times as fast as the characters of a string. */
function nestsTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  for (let index = 0; index < bytes.length; index++) {
    const code = bytes[index];
    if (code === QUOTE) index = endOfString(bytes, index);
    else if (code === OPEN_LIST || code === OPEN_RECORD) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_RECORD) depth--;
  }
  return false;
}

/** The index of the quote that ends the string which begins at `start`. */
function endOfString(bytes: Uint8Array, start: number): number {
  let index = start + 1;
  while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1;
  return index;
}
