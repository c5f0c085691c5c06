// JSON text that passes through unchanged. A parsed value could take sixteen times the memory, and JavaScript numbers
// would lose digits.
import { decodeUtf8 } from "./decode-utf8.ts";
import { parseJson } from "./parse-json.ts";

/** Valid JSON text as bytes of UTF-8. `writeJson` writes it unchanged. */
export class RawJson {
  readonly bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /**
   * Checks `bytes` and drops a byte order mark.
   *
   * @throws {TypeError} for bytes that are not UTF-8.
   * @throws {SyntaxError} for text that is not JSON.
   * @throws {JsonDepthError} for JSON that nests too deep.
   */
  static check(this: void, bytes: Uint8Array): RawJson {
    parseJson(decodeUtf8(bytes), bytes);
    return new RawJson(hasMark(bytes) ? bytes.subarray(3) : bytes);
  }

  get text(): string {
    return decodeUtf8(this.bytes);
  }

  /** Returns the parsed value, for `JSON.stringify`. Caveat: its numbers are JavaScript numbers. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
