// Everything that is refused, in one form.
import { expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { get, problem } from "../support/worker.ts";

test("H5 an unknown path is 404", async () => {
  const response = await get("/nowhere");
  expect(await problem(response)).toMatchObject({ status: 404, detail: expect.stringContaining("/nowhere") as string });
});

test("H5 a known path with another method is 405 and says which are allowed", async () => {
  const response = await get("/gather");
  expect((await problem(response)).status).toBe(405);
  expect(response.headers.get("Allow")).toBe("POST");
  expect((await get("/hello", { method: "DELETE" })).headers.get("Allow")).toBe("GET, HEAD");
});

test("a misconfigured variable is named in the log, and the answer gives nothing away", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const env = { ALLOWED_ORIGINS: "https://good.test not-an-origin", SUBREQUESTS: "-1" } as unknown as Env;
  const response = await createApp().request("/healthz", {}, env);
  expect(response.status).toBe(500);
  expect((await problem(response)).detail).not.toContain("ALLOWED_ORIGINS");
  expect(String(logged.mock.calls[0]?.[0])).toMatch(/ALLOWED_ORIGINS: "not-an-origin".*SUBREQUESTS: /);
});

test("/healthz is ok and never cached", async () => {
  const response = await get("/healthz");
  expect(await response.json()).toEqual({ status: "ok" });
  expect(response.headers.get("Cache-Control")).toBe("no-store");
});
