// Computes the size of JSON without writing it.
import { RawJson } from "./raw-json.ts";

/** Returns the bytes of UTF-8 that `JSON.stringify` would write for `value`. A `RawJson` counts unchanged. */
export function jsonSize(value: unknown): number {
  if (typeof value === "string") return stringSize(value);
  if (value instanceof RawJson) return value.bytes.length;
  if (typeof value !== "object" || value === null) return String(value).length;
  // Two brackets, and a comma between members.
  let size = 1;
  if (Array.isArray(value)) {
    for (const item of value) size += jsonSize(item) + 1;
  } else {
    for (const [key, member] of Object.entries(value) as [string, unknown][]) {
      if (member !== undefined) size += stringSize(key) + jsonSize(member) + 2;
    }
  }
  return Math.max(2, size);
}

function stringSize(text: string): number {
  let size = 2 + text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20) size += isShort(code) ? 1 : 5;
    else if (code === 0x22 || code === 0x5c) size += 1;
    else if (code >= 0x80) size += code < 0x800 ? 1 : isSurrogate(code) ? surrogateSize(text, index) : 2;
  }
  return size;
}

/** Returns true for a control character with a short escape: `\b`, `\t`, `\n`, `\f` or `\r`. */
function isShort(code: number): boolean {
  return code >= 8 && code <= 13 && code !== 11;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Returns the bytes beyond the first. A pair takes four bytes; a lone surrogate is an escape of six. */
function surrogateSize(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const other = text.charCodeAt(code < 0xdc00 ? index + 1 : index - 1);
  const isPaired = code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
  return isPaired ? 1 : 5;
}
