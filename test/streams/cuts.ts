// The ways in which a network may cut bytes into chunks.
import * as fc from "fast-check";
import { bytes } from "./byte-stream.ts";

/** `text` in chunks of one byte. */
export function byteByByte(text: string): Uint8Array[] {
  return Array.from(bytes(text), (byte) => Uint8Array.of(byte));
}

/** `whole`, cut at `places`, modulo its length; a place given twice makes an empty chunk. */
export function cutAt(whole: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = places.map((place) => place % (whole.length + 1)).toSorted((a, b) => a - b);
  return [...sorted, whole.length].map((place, index) => whole.slice(sorted[index - 1] ?? 0, place));
}

/** Places for `cutAt`, often many of them. */
export const somePlaces = fc.array(fc.nat(), { maxLength: 60, size: "max" });

/** Every way to cut `whole` into chunks that are not empty. */
export function* everyCut(whole: Uint8Array): Generator<Uint8Array[]> {
  for (let ways = 0; ways < 2 ** (whole.length - 1); ways++) {
    const places = Array.from(whole, (_, index) => index).filter((index) => index > 0 && ways & (1 << (index - 1)));
    yield cutAt(whole, places);
  }
}

/** `parts` as one array of bytes. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
}
