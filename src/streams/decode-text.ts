// Text in any charset, without substitutes: what cannot be decoded truthfully is not text.
import { decodeUtf8 } from "./decode-utf8.ts";

/** `bytes` as text in `charset`, without a byte order mark at its start; `undefined` where they are not that, or nothing here decodes it. */
export function decodeText(bytes: Uint8Array, charset = "utf-8"): string | undefined {
  try {
    if (charset === "utf-8") return decodeUtf8(bytes);
    return new TextDecoder(charset === "utf-16" ? utf16Of(bytes) : charset, OPTIONS).decode(bytes);
  } catch {
    return undefined;
  }
}

const OPTIONS = { fatal: true, ignoreBOM: false };

/** RFC 2781: the mark at the start tells the order of the bytes. */
function utf16Of(bytes: Uint8Array): string {
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-16le";
}
