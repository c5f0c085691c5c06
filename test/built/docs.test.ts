// The static assets, served before the built Worker. What a browser makes of them is in test/e2e/.
import { expect, inject, test } from "vitest";
import { problem } from "../support/worker.ts";

const ask = (path: string, method = "GET"): Promise<Response> =>
  fetch(inject("worker") + path, { method, redirect: "manual" });

/** What the page at /docs loads: its scripts, styles and icons. */
async function loaded(): Promise<string[]> {
  const html = await (await ask("/docs")).text();
  return [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]*)"/g)].map(([, url]) => url ?? "");
}

test("H8 /docs is a page that may load nothing from elsewhere, and run nothing inline", async () => {
  const response = await ask("/docs");
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
  const policy = response.headers.get("Content-Security-Policy") ?? "";
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
});

test("H8 what the page names is served by the Worker itself, as what it is, for good", async () => {
  const files = (await loaded()).filter((url) => !url.startsWith("data:"));
  expect(files).toEqual([
    expect.stringMatching(/^\/page\/docs-\w+\.css$/),
    expect.stringMatching(/^\/page\/docs-\w+\.js$/),
  ]);
  for (const file of files) {
    const response = await ask(file);
    const type = file.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    expect([response.status, response.headers.get("Content-Type")]).toEqual([200, type]);
    expect(response.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    const text = await response.text();
    expect(text).not.toContain("sourceMappingURL");
    if (file.endsWith(".css")) {
      const urls = [...text.matchAll(/url\(\s*["']?([^"')]*)|@import\s*["']([^"']*)/g)].map(([, url, at]) => url ?? at);
      expect(urls.filter((url) => !url?.startsWith("data:"))).toEqual([]);
    }
  }
});

test("H8 what is no asset reaches the Worker, also where a folder of assets or their headers are", async () => {
  for (const path of ["/nowhere", "/page/", "/page/docs.js", "/_headers"]) {
    const { status, detail } = await problem(await ask(path));
    expect([status, detail]).toEqual([404, expect.stringContaining(`no route for ${path}; routes: GET /healthz`)]);
  }
});

test("H8 /docs is read, not written to", async () => {
  const refused = await ask("/docs", "POST");
  expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  expect((await ask("/docs", "HEAD")).status).toBe(200);
});

test("H8 other spellings lead to /docs", async () => {
  for (const path of ["/docs/", "/docs.html"]) {
    const response = await ask(path);
    expect([response.status, response.headers.get("Location")]).toEqual([307, "/docs"]);
  }
});
