// What `/fault` answers: status, headers and body.
import { expect } from "vitest";
import { rawGet } from "./raw.ts";
import { test } from "./upstreams-test.ts";

test("a request without a recipe gets 200 and a body that says which request of its key it was", async ({
  fault,
  key,
}) => {
  await fetch(fault());
  const response = await fetch(fault());
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({ ok: true, key, n: 2 });
});

test.for(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s is answered like GET", async (method, { fault }) => {
  expect((await fetch(fault(), { method })).status).toBe(200);
});

test("status is the status, and a JSON body of an error says ok: false", async ({ fault }) => {
  const response = await fetch(fault("status=418"));
  expect(response.status).toBe(418);
  expect(await response.json()).toMatchObject({ ok: false });
});

test.for([204, 205, 304])("status %i has no body, whatever the recipe says of one", async (status, { fault, seen }) => {
  const response = await fetch(fault(`status=${status}&bytes=1000&stall=body&gzip`));
  expect(response.status).toBe(status);
  expect(await response.text()).toBe("");
  expect(await seen("completed:1")).toMatchObject({ openBodies: 0 });
});

test("body and contentType are sent verbatim", async ({ fault }) => {
  const body = "<p>söme & text</p>";
  const response = await fetch(fault(`contentType=text/html%3B%20charset=utf-8&body=${encodeURIComponent(body)}`));
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await response.text()).toBe(body);
});

test.for(["7", "0", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"])(
  "retryAfter=%s is sent verbatim",
  async (value, { fault }) => {
    const response = await fetch(fault(`status=429&retryAfter=${encodeURIComponent(value)}`));
    expect(response.headers.get("retry-after")).toBe(value);
  },
);

test.for([
  ["a tab", "a%09b", /^a\tb$/],
  ["bytes over 127", "caf%C3%A9", /^caf[\x80-\xff]+$/],
] as const)("reason is the reason phrase, also with %s", async ([, written, reason], { fault }) => {
  const { text } = await rawGet(fault(`reason=${written}&truncate`));
  const [line = ""] = text.split("\r\n");
  expect(line.slice(0, 13)).toBe("HTTP/1.1 200 ");
  expect(line.slice(13)).toMatch(reason);
});

test.for([520, 521, 522, 523, 524, 525, 526, 530])(
  "Cloudflare's own %i can be answered, with a Retry-After",
  async (status, { fault }) => {
    const response = await fetch(fault(`status=${status}&retryAfter=120`));
    expect([response.status, response.headers.get("retry-after")]).toEqual([status, "120"]);
  },
);

test("failFirst fails the first requests of its key and no later one", async ({ fault }) => {
  const statuses: number[] = [];
  for (let n = 1; n <= 4; n++) statuses.push((await fetch(fault("failFirst=2"))).status);
  expect(statuses).toEqual([503, 503, 200, 200]);
});

test("with failFirst, failStatus, retryAfter and the faults befall the first requests only", async ({
  fault,
  seen,
}) => {
  const recipe = "failFirst=1&failStatus=429&retryAfter=1&stall=body";
  const first = await fetch(fault(recipe));
  expect(first.status).toBe(429);
  expect(first.headers.get("retry-after")).toBe("1");
  expect(await seen()).toMatchObject({ openBodies: 1 });
  await first.body?.cancel();

  const second = await fetch(fault(recipe));
  expect(second.status).toBe(200);
  expect(second.headers.has("retry-after")).toBe(false);
  expect(await second.json()).toMatchObject({ ok: true, n: 2 });
});

test("HEAD gets the headers of GET and no body, not even one that would stall", async ({ fault, seen }) => {
  const response = await fetch(fault("bytes=1000&stall=body"), { method: "HEAD" });
  expect(response.headers.get("content-length")).toBe("1000");
  expect(await seen("completed:1")).toMatchObject({ openBodies: 0 });
});
