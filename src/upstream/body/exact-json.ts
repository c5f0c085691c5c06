// Parses JSON without changing any number.
import { decodeUtf8 } from "../../streams/decode-utf8.ts";
import { parseNumbers } from "../../streams/json-source.ts";
import { parseJson } from "../../streams/parse-json.ts";
import { bigNumber } from "./big-number.ts";

/** Matches every integer past 2^53 and every number past 1.8e308. It may match other text too. */
const MAY_BE_BIG = /(?<![\d.])\d{16,}(?![\d.eE])|[eE]\+?0*[1-9]\d{2}|\d{300}/;

/** Matches all those numbers too, and is twice as fast. Most texts do not match it. */
const LONG_NUMBER = /\d{16}|\d[eE]\+?\d{3}/;

/** Parsed JSON. */
interface ExactJson {
  readonly value: unknown;
  /** True if `value` holds a `BigNumber`, which stands for a number that JavaScript cannot hold. */
  readonly hasBig: boolean;
}

/**
 * Parses JSON in UTF-8. A reviver is slow, so it runs only if a number may need it.
 *
 * @throws {TypeError} for bytes that are not UTF-8.
 * @throws All errors of `parseJson`.
 */
export function exactJson(bytes: Uint8Array): ExactJson {
  const text = decodeUtf8(bytes);
  const value = parseJson(text, bytes);
  if (!LONG_NUMBER.test(text) || !MAY_BE_BIG.test(text)) return { value, hasBig: false };
  let hasBig = false;
  const exact = parseNumbers(text, function exactNumber(number, source) {
    if (Number.isSafeInteger(number) || (Number.isFinite(number) && !/^-?\d+$/.test(source))) return number;
    hasBig = true;
    return bigNumber(source);
  });
  return { value: exact, hasBig };
}

/** Returns the path to a value that JSON cannot hold, or `undefined`. */
export function bigPath(value: unknown): readonly PropertyKey[] | undefined {
  if (typeof value === "function" || (typeof value === "number" && !Number.isFinite(value))) return [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const below = bigPath(member);
    if (below !== undefined) return [Array.isArray(value) ? Number(key) : key, ...below];
  }
  return undefined;
}
