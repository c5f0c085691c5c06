// Everything that is refused, in one form.
import { env as bound } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { originVariables } from "../support/variables.ts";
import { get, problem } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

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

/** Test files share an isolate, and with it the declarations of all: one of them is of a service. */
const services = { TEST_NEIGHBOUR: bound.TEST_NEIGHBOUR };

describe("R20 what is configured wrong is named, and no value is shown", () => {
  const ask = async (
    path: string,
    env: object,
  ): Promise<{ refused: Awaited<ReturnType<typeof problem>>; log: string }> => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await createApp().request(path, {}, env);
    const log = logged.mock.calls.map(String).join("\n");
    logged.mockRestore();
    return { refused: await problem(response), log };
  };
  // Other suites of this isolate declare an upstream behind the service binding.
  const origins: Record<string, unknown> = { ...originVariables("http://127.0.0.1:9000"), TEST_NEIGHBOUR: {} };

  test.each(["/healthz", "/about", "/hello"])("%s: variables that are missing or not valid", async (path) => {
    const env = { ...origins, SUBREQUESTS: "-1", FORECAST_ORIGIN: "https://user:secret@host.example" };
    const { refused, log } = await ask(path, env);
    expect(refused).toMatchObject({ status: 503, type: problemType("misconfigured") });
    expect(refused.errors).toEqual([
      { field: "ALLOWED_ORIGINS", message: "is missing" },
      { field: "FORECAST_ORIGIN", message: "is not valid; the log says why" },
      { field: "SUBREQUESTS", message: "is not valid; the log says why" },
    ]);
    expect(JSON.stringify(refused)).not.toContain("secret");
    expect(log).toMatch(/ALLOWED_ORIGINS: is missing.*FORECAST_ORIGIN: .* is not an origin.*SUBREQUESTS: /);
  });

  test("/healthz: the origins of declared upstreams, which other routes can do without", async () => {
    const { GEOCODING_ORIGIN: _geocoding, FORECAST_ORIGIN: _forecast, ...left } = origins;
    const { refused } = await ask("/healthz", { ...left, ...services, ALLOWED_ORIGINS: "" });
    expect([refused.status, refused.errors]).toEqual([
      503,
      [
        { field: "FORECAST_ORIGIN", message: "is missing" },
        { field: "GEOCODING_ORIGIN", message: "is missing" },
      ],
    ]);
  });

  test("/healthz: a Worker without keys is healthy, its fan-out closed", async () => {
    const response = await createApp().request(
      "/healthz",
      {},
      { ...origins, ...services, ALLOWED_ORIGINS: "", LOG_REQUESTS: "false" },
    );
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });
});

test("/healthz is ok and never cached", async () => {
  const response = await get("/healthz");
  expect(await response.json()).toEqual({ status: "ok" });
  expect(response.headers.get("Cache-Control")).toBe("no-store");
});
