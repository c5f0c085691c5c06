// Strict decoding of any charset: invalid bytes never become U+FFFD.
import { decodeUtf8 } from "./decode-utf8.ts";

/**
 * Decodes `bytes` and drops a byte order mark. Returns `undefined` for invalid bytes or an unknown charset.
 *
 * @example decodeText(new Uint8Array([0xe9]), "latin1") // "é"
 */
export function decodeText(bytes: Uint8Array, charset = "utf-8"): string | undefined {
  try {
    if (charset === "utf-8") return decodeUtf8(bytes);
    return new TextDecoder(charset === "utf-16" ? utf16Of(bytes) : charset, OPTIONS).decode(bytes);
  } catch {
    return undefined;
  }
}

const OPTIONS = { fatal: true, ignoreBOM: false };

/** RFC 2781: the byte order mark decides between the two byte orders. */
function utf16Of(bytes: Uint8Array): string {
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-16le";
}
