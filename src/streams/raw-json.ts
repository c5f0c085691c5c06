// JSON that is passed on as it came. A value of it would take up to sixteen times the memory, and lose what JavaScript's numbers cannot hold.
import { decodeUtf8 } from "./decode-utf8.ts";
import { parseJson } from "./parse-json.ts";

/** JSON text that is known to be valid, as bytes in UTF-8. `writeJson` writes it unchanged. */
export class RawJson {
  readonly bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Checks `bytes`, and leaves out a byte order mark. @throws `TypeError` for what is not UTF-8; otherwise as `parseJson`. */
  static check(this: void, bytes: Uint8Array): RawJson {
    parseJson(decodeUtf8(bytes));
    return new RawJson(hasMark(bytes) ? bytes.subarray(3) : bytes);
  }

  get text(): string {
    return decodeUtf8(this.bytes);
  }

  /** The value, for `JSON.stringify`. Caveat: its numbers are JavaScript's. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
