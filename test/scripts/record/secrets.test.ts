// Secrets by their values, in every spelling.
import { expect, test } from "vitest";
import { Secrets } from "../../../scripts/record/secrets.ts";

const KEY = 'sk/live+7"é&x=Q~9';
const percent = (text: string): string => Array.from(Buffer.from(text), (byte) => `%${byte.toString(16)}`).join("");
const quoted = JSON.stringify(KEY).slice(1, -1);
const base64 = (text: string): string => Buffer.from(text).toString("base64");

test.for([
  ["as it is", KEY],
  ["percent-encoded", encodeURIComponent(KEY)],
  ["percent-encoded twice", encodeURIComponent(encodeURIComponent(KEY))],
  ["every byte percent-encoded, in lower case", percent(KEY)],
  ["in a JSON string", quoted],
  ["in JSON inside a JSON string", JSON.stringify(quoted).slice(1, -1)],
  ["with Unicode escapes", KEY.replaceAll(/./g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)],
  ["with escaped slashes", KEY.replaceAll("/", "\\/")],
  ["in base64", base64(KEY)],
  ["in base64url", Buffer.from(KEY).toString("base64url")],
  ["in base64 inside a URL", encodeURIComponent(base64(KEY))],
  ["in base64, after one other byte", base64(`u${KEY}`)],
  ["in base64, after a user's name", base64(`me:${KEY}:x`)],
  ["in base64, in the middle of a document", base64(`{"a":"b","key":"${KEY}","c":[1,2,3]}`)],
  ["in hexadecimal", Buffer.from(KEY).toString("hex")],
  ["in capital hexadecimal", Buffer.from(KEY).toString("hex").toUpperCase()],
])("E8 finds a secret %s", ([, spelled]) => {
  const secrets = new Secrets();
  secrets.learn(KEY);
  expect(secrets.redact(`before ${spelled} after`)).toBe("before REDACTED after");
  expect(secrets.redact("before and after")).toBe("before and after");
});

test("E8 finds a long secret whole, in plain text and in base64", () => {
  const secrets = new Secrets();
  const long = Array.from({ length: 300 }, (_, index) => `part${index}`).join(".");
  secrets.learn(long);
  expect(secrets.redact(long)).toMatch(/^(REDACTED)+$/);
  expect(secrets.redact(`a ${Buffer.from(`x${long}y`).toString("base64")} b`)).toBe("a REDACTED b");
});

test("E8 leaves nothing of a secret that holds another", () => {
  const secrets = new Secrets();
  secrets.learn("abcdef");
  secrets.learn("abcdefghijkl");
  expect(secrets.redact("abcdefghijkl abcdef")).toBe("REDACTED REDACTED");
});

test("E8 looks for each word of the Worker's own secrets, and says which is too short", () => {
  const secrets = new Secrets();
  expect(secrets.learnOwn("first-key second-key")).toBe(true);
  expect(secrets.learnOwn("abc")).toBe(false);
  expect(secrets.redact("second-key abc")).toBe("REDACTED abc");
});

test("a value that is as short as a word is not looked for", () => {
  const secrets = new Secrets();
  secrets.learn("json");
  expect(secrets.redact("json")).toBe("json");
});
