// A body of any size that is still valid JSON: whoever gets all of it can parse it, and whoever gets half of it cannot.
import { type Body, textBody } from "./body.ts";

const chunkBytes = 65_536;
const quote = 0x22;
const filling = Buffer.alloc(chunkBytes, "x");

/** A JSON string of `byteLength` bytes, quotes included; a single digit for 1 and nothing for 0. Memory use does not depend on it. */
export function filledBody(byteLength: number): Body {
  if (byteLength < 2) return textBody("0".repeat(byteLength));
  return {
    byteLength,
    *chunks() {
      for (let at = 0; at < byteLength; at += chunkBytes) {
        const size = Math.min(chunkBytes, byteLength - at);
        const isFirst = at === 0;
        const isLast = at + size === byteLength;
        if (!isFirst && !isLast) {
          yield filling;
          continue;
        }
        const chunk = Buffer.from(filling.subarray(0, size));
        if (isFirst) chunk[0] = quote;
        if (isLast) chunk[size - 1] = quote;
        yield chunk;
      }
    },
  };
}

/** `text` in UTF-8, again and again, until there are `byteLength` bytes. */
export function repeatedBody(text: string, byteLength: number): Body {
  const chunk = Buffer.from(text.repeat(Math.max(1, Math.floor(chunkBytes / Buffer.byteLength(text)))));
  return {
    byteLength,
    *chunks() {
      for (let at = 0; at < byteLength; at += chunk.byteLength) yield chunk.subarray(0, byteLength - at);
    },
  };
}
