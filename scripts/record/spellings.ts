// Finds a secret however it is written: plain, percent-encoded, escaped in JSON, in hexadecimal, or inside base64.

/** How JSON abbreviates these characters. A backslash is not among them: see `spelled`. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
  '"': '"',
  "/": "/",
};

/** `%`, encoded up to four times more. */
const PERCENT = "%(?:25){0,4}";

const BACKSLASH = `(?:\\\\|${PERCENT}5[cC])`;

/** Backslashes before an escape: JSON in JSON doubles them at each level. Bounded for speed. */
const MAX_BACKSLASHES = 15;

const BACKSLASHES = `${BACKSLASH}{1,${MAX_BACKSLASHES}}`;

/** Matches `secret` in plain text, in a URL encoded any number of times, and in JSON, also in JSON inside JSON. */
export function plainPattern(secret: string): RegExp {
  return new RegExp((secret.match(/\\+|[^\\]/gu) ?? []).map(spelled).join(""), "g");
}

/** Matches the bytes of `secret` in hexadecimal. */
export function hexPattern(secret: string): RegExp {
  return new RegExp(Buffer.from(secret).toString("hex"), "gi");
}

/** Match the base64 digits that depend on `secret` alone, one pattern for each offset of its first byte. */
export function base64Patterns(secret: string): RegExp[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.byteLength) * 8) / 6);
    return new RegExp(Array.from(encoded.slice(first, end), spelledDigit).join(""), "g");
  });
}

/** All ways to write one character, or a run of backslashes: as one unit, they can be matched in one way alone. */
function spelled(unit: string): string {
  if (unit.startsWith("\\")) return `${BACKSLASH}{${unit.length},${unit.length * (MAX_BACKSLASHES + 1)}}`;
  const codes = Array.from({ length: unit.length }, (_, at) => `${BACKSLASHES}u${hex(unit.charCodeAt(at), 4)}`);
  const ways = [inUrl(unit), codes.join("")];
  const short = SHORT_ESCAPES[unit];
  if (short !== undefined) ways.push(`${BACKSLASHES}${inUrl(short)}`);
  if (unit === " ") ways.push(inUrl("+"));
  return `(?:${ways.join("|")})`;
}

/** The character itself, or percent-encoded. */
function inUrl(character: string): string {
  const bytes = Array.from(Buffer.from(character), (byte) => `${PERCENT}${hex(byte, 2)}`);
  return `(?:${RegExp.escape(character)}|${bytes.join("")})`;
}

function spelledDigit(digit: string): string {
  if (digit === "+") return `(?:\\+|-|${PERCENT}2[bB]|${BACKSLASHES}u002[bB])`;
  if (digit === "/") return `(?:/|${BACKSLASHES}/|_|${PERCENT}2[fF]|${BACKSLASHES}u002[fF])`;
  return digit;
}

/** Hexadecimal digits, of either case. */
function hex(value: number, length: number): string {
  const digits = value.toString(16).padStart(length, "0");
  return digits.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
