// Any secret, in any of the spellings, one inside another.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Secrets } from "../../../scripts/record/secrets.ts";

/** Secrets of any characters, and of those that spellings change. */
const secret = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 6, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(" ", '"', "\\", "/", "+", "%", "&", "=", "\n", "~", "a", "é", "€"),
    minLength: 6,
    maxLength: 40,
  }),
);
const around = fc.string({ unit: "grapheme-ascii", maxLength: 9 });

/** Spellings that hide the letters. */
const hidden = [
  (text: string) => text,
  (text: string) => Buffer.from(text).toString("base64"),
  (text: string) => Buffer.from(text).toString("base64url"),
  (text: string) => Buffer.from(text).toString("hex"),
];

/** Spellings that texts are in when they are part of others. */
const wrapped = [
  (text: string) => text,
  (text: string) => JSON.stringify(text).slice(1, -1),
  (text: string) => encodeURIComponent(text),
  (text: string) => new URLSearchParams({ a: text }).toString().slice(2),
];

test("E8 any secret is found in any spelling, inside any other text", () => {
  fc.assert(
    fc.property(
      secret,
      fc.tuple(around, around),
      fc.constantFrom(...hidden),
      fc.array(fc.constantFrom(...wrapped), { maxLength: 3 }),
      (value, [before, after], hide, wraps) => {
        const spell = (text: string): string => wraps.reduce((inner, wrap) => wrap(inner), hide(text));
        const secrets = new Secrets();
        secrets.learn(value);
        const clean = secrets.redact(`<${spell(`${before}${value}${after}`)}>`);
        expect(clean).toContain("REDACTED");
        expect(clean).not.toContain(spell(value));
        expect(secrets.holds(clean)).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});
