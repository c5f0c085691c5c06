// A cache that finds no Cache-Control guesses. Workers Cache keeps such a 200 for two hours.
import { expect, test } from "vitest";
import { createApp } from "../../src/app.ts";

test("E1 no route leaves it to a cache how long its answer may be kept", async () => {
  const env = { ALLOWED_ORIGINS: "", LOG_REQUESTS: "false", API_KEYS: "key" };
  const app = createApp();
  const paths = new Set(app.routes.filter(({ method }) => method !== "ALL").map(({ path }) => path));
  expect(paths.size).toBeGreaterThan(5);
  for (const path of [...paths, "/nowhere", "/hello?times=1&delayMs=0"]) {
    for (const method of ["GET", "HEAD", "OPTIONS"]) {
      const { headers } = await app.request(path, { method }, env);
      expect([method, path, headers.get("Cache-Control")]).toEqual([method, path, "no-store"]);
    }
  }
});
