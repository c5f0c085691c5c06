// What `/fault` refuses to be told.
import { expect } from "vitest";
import { test } from "./upstreams-test.ts";

test.for([
  ["an unknown parameter", "dealyMs=5", "dealyMs"],
  ["an unknown parameter named like a property of objects", "__proto__=1", "__proto__"],
  ["a parameter given twice", "status=200&status=500", "status"],
  ["a negative number", "delayMs=-1", "delayMs"],
  ["a fraction", "delayMs=1.5", "delayMs"],
  ["an empty number", "bytes=", "bytes"],
  ["a number in another notation", "bytes=0x10", "bytes"],
  ["a delay over a minute", "jitterMs=60001", "jitterMs"],
  ["a body over a gigabyte", "bytes=1073741825", "bytes"],
  ["an informational status", "status=101", "status"],
  ["a status that is none", "failStatus=600", "failStatus"],
  ["a redirect status that is none", "redirectStatus=304", "redirectStatus"],
  ["an unknown place to stall", "stall=soon", "stall"],
  ["a flag that is neither on nor off", "gzip=maybe", "gzip"],
  ["a header value with a line break", "retryAfter=1%0d%0aSet-Cookie:a", "retryAfter"],
  ["a header value in wide characters", "redirectTo=http://%E4%BE%8B", "redirectTo"],
  ["an empty reason phrase", "reason=", "reason"],
  ["a reason phrase with a line break", "reason=a%0d%0ab", "reason"],
  ["slowEvery=0", "slowEvery=0", "slowEvery"],
  ["two ways to break off", "stall=body&reset=body", "reset"],
  ["truncation beside a stall", "truncate&stall=headers", "truncate"],
  ["two bodies", "body=a&bytes=1", "bytes"],
  ["half a byte", "hex=0", "hex"],
  ["a key of over 256 characters", `key=${"k".repeat(257)}`, "key"],
] as const)("%s gets 400 that names the parameter", async ([, query, parameter], { origin }) => {
  const response = await fetch(`${origin}/fault?${query}`);
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ parameter });
  expect(text).toContain(`query parameter \\"${parameter}\\"`);
});

test("a flag is off when it is 0 or false", async ({ fault }) => {
  for (const value of ["0", "false"]) {
    const response = await fetch(fault(`gzip=${value}&truncate=${value}`));
    expect(response.headers.has("content-encoding")).toBe(false);
    expect(await response.json()).toMatchObject({ ok: true });
  }
});

test("a refused request is not counted", async ({ fault, seen }) => {
  await fetch(fault("nope=1"));
  expect(await seen()).toMatchObject({ requests: 0 });
});
