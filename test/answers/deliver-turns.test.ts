// What a stream holds of the parts that its reader has not taken.
import { Hono } from "hono";
import { expect, test } from "vitest";
import { deliver } from "../../src/answers/deliver.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";

const env = { ALLOWED_ORIGINS: "", LOG_REQUESTS: "false" };

test("R14 a part becomes text when its turn has come, and not while the reader is behind", async () => {
  let written = 0;
  // Each is more than small parts are put together to.
  const body = "x".repeat(100_000);
  const part = (key: number): Record<string, unknown> =>
    Object.defineProperty({ body }, "key", { enumerable: true, get: () => (written++, key) });
  const keys = Array.from({ length: 12 }, (_, index) => index);
  const app = new Hono<AppEnv>().use(scope).get("/", (c) =>
    deliver(c, "application/x-ndjson", async (emit) => {
      await Promise.all(keys.map((key) => emit("result", part(key))));
    }),
  );
  const response = await app.request("https://worker.test/", undefined, env);
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let { value, done } = await reader.read();
  expect(written).toBeLessThanOrEqual(3);
  let text = "";
  for (; !done; { value, done } = await reader.read()) text += value;
  const lines = text.trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { key: number }).key)).toEqual(keys);
});
