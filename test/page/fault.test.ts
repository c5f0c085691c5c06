// What went wrong, in words.
import { describe, expect, test } from "vitest";
import { allowingCommand } from "../../src/page/home/allowing-command.ts";
import { type Bar, ended, notBegun } from "../../src/page/home/bar.ts";
import { explainFault } from "../../src/page/home/explain-fault.ts";
import { type Fault, faultOf, networkFault, problemFault } from "../../src/page/home/fault.ts";
import type { Outcome } from "../../src/upstream/call/outcome.ts";

function answered(
  body: string,
  status: number,
  headers: Record<string, string>,
): Promise<{ title: string; detail: string }> {
  return faultOf(new Response(body, { status, headers }));
}

const json = { "Content-Type": "application/problem+json" };

test("a problem is told in its own words, with its fields", async () => {
  const errors = [{ field: "deadlineMs", message: "may be at most 30000" }];
  const document = {
    title: "A field of the request is invalid",
    status: 422,
    detail: "deadlineMs: may be at most 30000",
    errors,
  };
  expect(await answered(JSON.stringify(document), 422, json)).toMatchObject({
    title: "A field of the request is invalid (422)",
    detail: "",
    fields: errors,
  });
});

test("what happened comes first, where the title is the same for whatever did", async () => {
  const document = { title: "There is nothing here", status: 404, detail: 'there is no place called "Atlantis"' };
  expect(await answered(JSON.stringify(document), 404, json)).toMatchObject({
    title: 'There is no place called "Atlantis".',
    detail: "There is nothing here (404).",
  });
});

describe("why upstreams failed is said in the words of their results", () => {
  const failure = (detail: string): Fault =>
    problemFault({ title: "The upstreams did not answer as needed", status: 502, detail }, { streamed: true });
  const timing = { startMs: 0, queuedMs: 0, ttfbMs: null, bodyMs: null, totalMs: 5, attempts: 0, hedged: false };
  const bar = (key: string, outcome: Outcome, why: string): Bar =>
    ended(notBegun(key), { outcome, atMs: 5, timing, message: `upstream ${JSON.stringify(key)} ${why}` });

  test("of one required upstream, in the sentence", () => {
    const fault = failure('upstream "a" ended as http_error, but is required');
    expect(explainFault(fault, [bar("a", "http_error", "answered 404")])).toMatchObject({
      title: 'Upstream "a" answered 404, but is required.',
      detail: "The upstreams did not answer as needed (502). The stream had already started with status 200.",
    });
  });

  test("of many, as a list", () => {
    const fault = failure(`none of 7 upstreams answered as needed: "it's: a" ended as http_error, and 6 more`);
    const bars = ["it's: a", "b", "c", "d", "e", "f", "g"].map((key) => bar(key, "http_error", "answered 404"));
    const { title, fields } = explainFault(fault, bars);
    expect(title).toBe("None of 7 upstreams answered as needed.");
    expect(fields.map(({ field, message }) => `${field} ${message}`.trim())).toEqual([
      "it's: a answered 404",
      ...["b", "c", "d", "e"].map((key) => `${key} answered 404`),
      "2 more",
    ]);
  });

  test("and how to allow those that were not", () => {
    const why = (origin: string): string => `leads to ${origin}, which is not in ALLOWED_ORIGINS`;
    const bars = [
      bar("a", "blocked", why("https://a.test")),
      bar("a 2", "blocked", why("https://a.test")),
      bar("b", "blocked", why("http://b.test:81")),
      bar("c", "blocked", "redirected more than 5 times"),
    ];
    expect(allowingCommand(bars)).toBe("ALLOWED_ORIGINS='https://a.test http://b.test:81' npm run dev");
    expect(allowingCommand(bars.slice(3))).toBeUndefined();
  });
});

test.each([
  ["60", "Too much. Try again in 60 s."],
  ["Wed, 21 Oct 2026 07:28:00 GMT", "Too much. Try again after Wed, 21 Oct 2026 07:28:00 GMT."],
])("it says when to come back: %s", async (after, detail) => {
  const document = JSON.stringify({ title: "Too many requests", status: 429, detail: "too much" });
  expect(await answered(document, 429, { ...json, "Retry-After": after })).toMatchObject({ detail });
});

test("a failed answer tells what became of its parts", async () => {
  const timing = { startMs: 0, queuedMs: 0, ttfbMs: null, bodyMs: null, totalMs: 5, attempts: 1, hedged: false };
  const document = {
    title: "The upstreams did not answer",
    status: 502,
    detail: "",
    parts: { place: { outcome: "http_error", timing } },
  };
  expect(await answered(JSON.stringify(document), 502, json)).toMatchObject({
    parts: [{ key: "place", outcome: "http_error" }],
  });
});

describe("an answer that is not ours", () => {
  test("a proxy's page is told as text", async () => {
    const html = "<html><style>p{}</style><script>alert(1)</script><h1>502 Bad Gateway</h1><p>nginx</p></html>";
    expect(await answered(html, 502, { "Content-Type": "text/html" })).toMatchObject({
      title: "The answer did not come from this Worker (502, text/html)",
      detail: "It says: 502 Bad Gateway nginx",
    });
  });

  test.each([
    ["", "It has no text."],
    ["[1]", "It says: [1]"],
    ['{"title":7}', 'It says: {"title":7}'],
    ["{", "It says: {"],
  ])("JSON that is no problem: %s", async (body, detail) => {
    expect(await answered(body, 500, { "Content-Type": "application/json" })).toMatchObject({ detail });
  });

  test("a long one is cut", async () => {
    expect((await answered("x".repeat(1e6), 500, {})).detail.length).toBeLessThan(250);
  });
});

test("the network's faults are told apart", () => {
  const titles = [networkFault(false, false), networkFault(false, true), networkFault(true, true)].map(
    ({ title }) => title,
  );
  expect(titles).toEqual(["You are offline", "The Worker cannot be reached", "The answer broke off"]);
});
