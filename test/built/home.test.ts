// The page at / as it is served. What a browser makes of it is in test/e2e/.
import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";

/** Bytes, compressed, that may come before the page can be used. */
const MAX_GZIP_BYTES = 30_000;

const ask = (path: string, method = "GET"): Promise<Response> =>
  fetch(inject("worker") + path, { method, redirect: "manual" });

test("/ is a page that may load nothing from elsewhere, and run nothing inline", async () => {
  const response = await ask("/");
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(response.headers.get("Content-Security-Policy")).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(await response.text()).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=/);
});

test("all that it needs is itself, a style and a script, served for good, and less than 30 kB", async () => {
  const html = await (await ask("/")).text();
  const files = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="(\/[^"]*)"/g)].map(([, url]) => url ?? "");
  expect(files).toEqual([
    expect.stringMatching(/^\/page\/index-\w+\.css$/),
    expect.stringMatching(/^\/page\/index-\w+\.js$/),
  ]);
  const texts = [html];
  for (const file of files) {
    const response = await ask(file);
    expect(response.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    texts.push(await response.text());
  }
  expect(texts.join("")).not.toMatch(/@import|url\(|sourceMappingURL/);
  const bytes = texts.reduce((sum, text) => sum + gzipSync(text).byteLength, 0);
  expect(bytes).toBeLessThan(MAX_GZIP_BYTES);
});

test("/ is read, not written to, and has one spelling", async () => {
  const refused = await ask("/", "POST");
  expect([refused.status, refused.headers.get("Allow")]).toEqual([405, "GET, HEAD"]);
  expect((await ask("/", "HEAD")).status).toBe(200);
  const other = await ask("/index.html");
  expect([other.status, other.headers.get("Location")]).toEqual([307, "/"]);
});
