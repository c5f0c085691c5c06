// JSON as values, in which no number has silently become another.
import { decodeUtf8 } from "../streams/decode-utf8.ts";
import { parseNumbers } from "../streams/json-source.ts";
import { parseJson } from "../streams/parse-json.ts";
import { bigNumber } from "./big-number.ts";

/** Finds all integers of 16 digits and more, of which some are past 2^53, all numbers past 1.8e308, and some text besides. */
const MAY_BE_BIG = /(?<![\d.])\d{16,}(?![\d.eE])|[eE]\+?0*[1-9]\d{2}|\d{300}/;

/** What `exactJson` made of JSON. */
interface ExactJson {
  readonly value: unknown;
  /** Whether there are `BigNumber`s in `value`, in place of numbers that JavaScript cannot hold. */
  readonly hasBig: boolean;
}

/** Reads JSON in UTF-8. A reviver, which takes its time, runs only where one is needed. @throws `TypeError` for other bytes; as `parseJson`. */
export function exactJson(bytes: Uint8Array): ExactJson {
  const text = decodeUtf8(bytes);
  const value = parseJson(text);
  if (!MAY_BE_BIG.test(text)) return { value, hasBig: false };
  let hasBig = false;
  const exact = parseNumbers(text, function exactNumber(number, source) {
    if (Number.isSafeInteger(number) || (Number.isFinite(number) && !/^-?\d+$/.test(source))) return number;
    hasBig = true;
    return bigNumber(source);
  });
  return { value: exact, hasBig };
}

/** The path to what `value`, which a schema made of JSON, holds and JSON cannot; `undefined` where there is no such thing. */
export function bigPath(value: unknown): readonly PropertyKey[] | undefined {
  if (typeof value === "function" || (typeof value === "number" && !Number.isFinite(value))) return [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const below = bigPath(member);
    if (below !== undefined) return [Array.isArray(value) ? Number(key) : key, ...below];
  }
  return undefined;
}
