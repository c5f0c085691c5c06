// What went wrong, in words.
import { describe, expect, test } from "vitest";
import { faultOf, networkFault } from "../../src/page/home/fault.ts";

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
    detail: document.detail,
    fields: errors,
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
      title: "The answer is not one of this Worker’s (502, text/html)",
      detail: "It says: 502 Bad Gateway nginx",
    });
  });

  test.each([
    ["", "It says nothing else."],
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
