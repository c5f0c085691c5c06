// The values of all secrets that a recording has met, and how they are taken out of text.
import { base64Patterns, hexPattern, plainPattern } from "./spellings.ts";
import { REDACTED } from "./redacted.ts";

/** Shorter values are too common to be taken out wherever they appear: "json", "2024". */
const MIN_LEARNED_CHARS = 6;

/** Of the Worker's own secrets shorter ones are taken out as well. */
const MIN_OWN_CHARS = 4;

/** A longer secret is looked for in pieces of this length, so that patterns stay small. */
const PIECE_CHARS = 256;

/** The digits around a secret in base64. They go too: one of them can hold bits of the secret. */
const BASE64_DIGIT = /[\w+/-]/;

/** Digits at the end, and what fills up the last group. */
const BASE64_END = /[\w+/=-]/;

/** Secret values, by what has been seen. Values only join, so learn all of them before the first `redact`. */
export class Secrets {
  readonly #values = new Set<string>();
  #plain: RegExp[] = [];
  #encoded: RegExp[] = [];

  /** Adds a value that a secret's name was on. A short one is ignored. */
  learn(value: string): void {
    if (value.length >= MIN_LEARNED_CHARS) this.#add(value);
  }

  /** Adds a secret of the Worker, and each word of it. Returns false for one that is too short to be looked for. */
  learnOwn(value: string): boolean {
    for (const word of value.split(/\s+/)) if (word.length >= MIN_OWN_CHARS) this.#add(word);
    if (value.length < MIN_OWN_CHARS) return false;
    this.#add(value);
    return true;
  }

  /** The secrets that `text` holds: to search its parts for all others would be slow. */
  within(text: string): Secrets {
    const found = new Secrets();
    found.#plain = this.#plain.filter((pattern) => text.search(pattern) >= 0);
    found.#encoded = this.#encoded.filter((pattern) => text.search(pattern) >= 0);
    return found;
  }

  /** Whether `text` holds a secret, in any spelling. */
  holds(text: string): boolean {
    return this.redact(text) !== text;
  }

  /** `text` with each secret replaced, in any spelling. Base64 around one is replaced whole. */
  redact(text: string): string {
    let clean = text;
    for (const pattern of this.#encoded) clean = cutEncoded(clean, pattern);
    for (const pattern of this.#plain) clean = clean.replace(pattern, REDACTED);
    return clean;
  }

  #add(value: string): void {
    if (this.#values.has(value) || value === REDACTED) return;
    this.#values.add(value);
    for (const piece of piecesOf(value)) {
      this.#plain.push(plainPattern(piece));
      this.#encoded.push(hexPattern(piece), ...base64Patterns(piece));
    }
    // A secret that holds another goes first, or the rest of it would stay.
    this.#plain.sort((a, b) => b.source.length - a.source.length);
  }
}

/** Cuts `value` into pieces of about the same length. They do not overlap, because each is replaced by itself. */
function piecesOf(value: string): string[] {
  const count = Math.ceil(value.length / PIECE_CHARS);
  const length = Math.ceil(value.length / count);
  return Array.from({ length: count }, (_, index) => value.slice(index * length, (index + 1) * length));
}

function cutEncoded(text: string, pattern: RegExp): string {
  const kept: string[] = [];
  let from = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (index < from) continue;
    let start = index;
    let end = index + found.length;
    while (start > from && BASE64_DIGIT.test(text[start - 1] ?? "")) start--;
    while (end < text.length && BASE64_END.test(text[end] ?? "")) end++;
    kept.push(text.slice(from, start), REDACTED);
    from = end;
  }
  return kept.length === 0 ? text : kept.join("") + text.slice(from);
}
