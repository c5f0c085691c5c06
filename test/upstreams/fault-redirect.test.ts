// The redirects of `/fault`.
import { expect } from "vitest";
import { test } from "./upstreams-test.ts";

test("redirect=N answers after N hops, and each hop is a request of the key", async ({ fault, key, seen }) => {
  const response = await fetch(fault("redirect=3"));
  expect(await response.json()).toEqual({ ok: true, key, n: 4 });
  expect(await seen()).toMatchObject({ requests: 4, completed: 4 });
});

test("a hop is a 302 to one hop less with all else kept, relative by default", async ({ fault, key }) => {
  const response = await fetch(fault("redirect=2&status=404"), { redirect: "manual" });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(`/fault?key=${key}&redirect=1&status=404`);
});

test("redirectForm=absolute sends an absolute Location", async ({ fault, origin, key }) => {
  const response = await fetch(fault("redirect=1&redirectForm=absolute"), { redirect: "manual" });
  expect(response.headers.get("location")).toBe(`${origin}/fault?key=${key}&redirect=0&redirectForm=absolute`);
});

test.for([301, 302, 303, 307, 308])("redirectStatus=%i is the status of the hops", async (status, { fault }) => {
  const response = await fetch(fault(`redirect=1&redirectStatus=${status}`), { redirect: "manual" });
  expect(response.status).toBe(status);
});

test("redirectTo is sent verbatim, a URL or not", async ({ fault }) => {
  for (const target of ["http://169.254.169.254/latest/", "//other.example/", "file:///etc/passwd", "http://[", ""]) {
    const response = await fetch(fault(`redirectTo=${encodeURIComponent(target)}`), { redirect: "manual" });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(target);
  }
});

test("redirectTo comes after the hops", async ({ fault, key, seen }) => {
  const response = await fetch(fault(`redirect=2&redirectTo=${encodeURIComponent(`/echo?key=${key}`)}`));
  expect(await response.json()).toMatchObject({ method: "GET", url: `/echo?key=${key}` });
  expect(await seen()).toMatchObject({ requests: 4 });
});

test("a redirect may have a body that stalls", async ({ fault, seen }) => {
  const response = await fetch(fault("redirectTo=/echo&stall=body"), { redirect: "manual" });
  expect(response.headers.get("location")).toBe("/echo");
  expect(await seen()).toMatchObject({ openBodies: 1 });
  await response.body?.cancel();
  await seen("leftEarly:1");
});

test("faults meet the answer and not the hops before it", async ({ fault, seen }) => {
  await expect(fetch(fault("redirect=2&reset=headers"))).rejects.toThrow("fetch failed");
  expect(await seen("cutShort:1")).toMatchObject({ requests: 3, completed: 2 });
});
