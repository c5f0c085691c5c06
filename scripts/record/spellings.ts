// Finds a secret however it is written: plain, percent-encoded, escaped in JSON, in hexadecimal, or inside base64.

/** How JSON abbreviates these characters. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

/** Backslashes before an escape: JSON in JSON doubles them at each level. Bounded for speed. */
const BACKSLASHES = "\\\\{1,15}";

/** `%`, encoded up to four times more. */
const PERCENT = "%(?:25){0,4}";

/** Matches `secret` in plain text, in a URL encoded any number of times, and in JSON, also in JSON inside JSON. */
export function plainPattern(secret: string): RegExp {
  return new RegExp(Array.from(secret, spelled).join(""), "g");
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

function spelled(character: string): string {
  const percent = Array.from(Buffer.from(character), (byte) => `${PERCENT}${hex(byte, 2)}`).join("");
  const units = Array.from(
    { length: character.length },
    (_, at) => `${BACKSLASHES}u${hex(character.charCodeAt(at), 4)}`,
  );
  const ways = [RegExp.escape(character), percent, units.join("")];
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) ways.push(`${BACKSLASHES}${RegExp.escape(short)}`);
  if (character === " ") ways.push("\\+");
  return `(?:${ways.join("|")})`;
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
