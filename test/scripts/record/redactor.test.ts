// Secrets by name and value in texts, queries and JSON.
import { expect, test } from "vitest";
import { parsed } from "../../../scripts/record/parsed.ts";
import { Redactor } from "../../../scripts/record/redactor.ts";

test("E8 a query loses the values of secret names, and keeps all else to the letter", () => {
  const redactor = new Redactor(["ticket"]);
  expect(redactor.pairs("q=a%20b+c&api_key=sk-123456&key=xyz&Ticket=1&flag&empty=&token=", "query")).toBe(
    "q=a%20b+c&api_key=REDACTED&key=REDACTED&Ticket=REDACTED&flag&empty=&token=",
  );
  expect([...redactor.notes]).toEqual(["query api_key", "query key", "query Ticket"]);
});

test("E8 a URL inside a parameter or a JSON string is searched by name", () => {
  const redactor = new Redactor();
  const url = "https://a.example/x?page=2&access_token=abc-123";
  expect(redactor.pairs(`next=${encodeURIComponent(url)}`, "query")).toBe(
    `next=${encodeURIComponent("https://a.example/x?page=2&access_token=REDACTED")}`,
  );
  expect(redactor.json({ next: url }, "answer")).toEqual({
    next: "https://a.example/x?page=2&access_token=REDACTED",
  });
});

test("E8 JSON inside a JSON string is searched by name, and left alone without a secret", () => {
  const redactor = new Redactor();
  const before = { event: '{"password": "hunter22", "n": 1.10}', other: '{ "n": 1.10 }' };
  expect(redactor.json(before, "answer")).toEqual({
    event: '{"password":"REDACTED","n":1.10}',
    other: '{ "n": 1.10 }',
  });
});

test("E8 a field of a secret name keeps its type: text, zero, true, null; all below it goes too", () => {
  const redactor = new Redactor();
  const before = {
    token: 12345678,
    secret: ["a", { deep: "b" }],
    auth: true,
    password: null,
    session: { title: "Talk" },
  };
  expect(redactor.json(before, "answer")).toEqual({
    token: 0,
    secret: ["REDACTED", { deep: "REDACTED" }],
    auth: true,
    password: null,
    session: { title: "Talk" },
  });
  expect(redactor.json({ echoed: 12345678 }, "answer")).toEqual({ echoed: 0 });
});

test("E8 a secret that is a field's name is found", () => {
  const redactor = new Redactor();
  redactor.secrets.learn("sk-live-123");
  expect(redactor.json({ "sk-live-123": 1 }, "answer")).toEqual({ REDACTED: 1 });
});

test("E8 headers, XML and text are searched by name", () => {
  const redactor = new Redactor();
  const before = "<apiKey>abc</apiKey> X-Api-Key: def, Authorization: Bearer ghi\nname: x";
  expect(redactor.text(before, "answer")).toBe(
    "<apiKey>REDACTED</apiKey> X-Api-Key: REDACTED, Authorization: REDACTED\nname: x",
  );
});

test("numbers stay as the upstream wrote them", () => {
  const text = '{"big":9007199254740993,"price":1.10,"huge":1e400,"zero":-0}';
  expect(JSON.stringify(new Redactor().json(parsed(text), "answer"))).toBe(text);
});

test("a text of escapes alone takes no time to search", () => {
  const redactor = new Redactor();
  redactor.secrets.learn('"secret"');
  for (const text of ["\\", "%25", "=", " ", "a=", '"'].map((part) => part.repeat(200_000)))
    expect(redactor.text(text, "answer")).toBe(text);
});
