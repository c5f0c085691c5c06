// Who may use the routes that reach where the caller points them.
import { describe, expect, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { corner, postGather, problem } from "../support/worker.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";

const body = (url: string): string => JSON.stringify({ requests: [{ url }] });

test("H6 without a key it is 401 with a challenge", async () => {
  const response = await postGather(body(corner().fault()), { Authorization: "" });
  expect(response.status).toBe(401);
  expect(response.headers.get("WWW-Authenticate")).toBe(`Bearer realm="${PROJECT_NAME}"`);
  await problem(response);
});

test.each(["Bearer wrong", "Bearer ", "Bearer test-ke", "Bearer test-key2", "Basic dGVzdC1rZXk=", "test-key"])(
  "H6 %o is 401, and the answer does not repeat it",
  async (Authorization) => {
    const response = await postGather(body(corner().fault()), { Authorization });
    expect(response.status).toBe(401);
    const text = await response.text();
    for (const secret of ["test-key", "wrong", "dGVzdC1rZXk="]) expect(text).not.toContain(secret);
  },
);

test("H6 every configured key opens", async () => {
  for (const key of ["test-key", "another-key"]) {
    expect((await postGather(body(corner().fault()), { Authorization: `bearer ${key}` })).status).toBe(200);
  }
});

describe("with no key configured", () => {
  const post = (env: Record<string, string>, at = "http://localhost", headers: object = {}): Promise<Response> => {
    const { origin, fault } = corner();
    const init = { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: body(fault()) };
    return Promise.resolve(
      createApp().request(`${at}/gather`, init, { ALLOWED_ORIGINS: origin, LOG_REQUESTS: "false", ...env }),
    );
  };
  const OPEN = { OPEN_ACCESS: "true" };

  test("H6 everyone is refused", async () => {
    expect((await post({})).status).toBe(401);
    expect((await post({ API_KEYS: " " })).status).toBe(401);
  });

  test("H6 OPEN_ACCESS does not open what a key closes", async () => {
    expect((await post({ ...OPEN, API_KEYS: "key" })).status).toBe(401);
  });

  test.each(["http://localhost", "http://localhost:8787", "https://127.0.0.1:1", "http://[::1]:8787"])(
    "R18 OPEN_ACCESS lets requests for %s in",
    async (at) => {
      expect((await post(OPEN, at)).status).toBe(200);
    },
  );

  test.each([
    "http://rebound.example:8787",
    "http://localhost.rebound.example",
    "http://127.0.0.1.rebound.example",
    "http://192.168.1.5:8787",
    "http://[::2]:8787",
    "http://0.0.0.0:8787",
    "https://worker.example",
  ])("R18 OPEN_ACCESS does not let requests for %s in", async (at) => {
    const refused = await post(OPEN, at);
    expect([refused.status, (await problem(refused)).detail]).toEqual([401, expect.stringContaining("localhost")]);
  });

  test("R18 a Host header that differs from the URL is judged as well", async () => {
    expect((await post(OPEN, "http://localhost:8787", { Host: "rebound.example" })).status).toBe(401);
    expect((await post(OPEN, "http://localhost:8787", { Host: "127.0.0.1:8787" })).status).toBe(200);
  });

  test.each([
    ["http://localhost:8787", 200],
    ["http://127.0.0.1:3000", 200],
    ["https://elsewhere.example", 401],
    ["null", 401],
  ])("R18 a page of %s gets %i", async (Origin, status) => {
    expect((await post(OPEN, "http://localhost:8787", { Origin })).status).toBe(status);
  });

  test("R18 /about calls access closed, and names no local upstreams, where it would be refused", async () => {
    const about = async (at: string): Promise<unknown> => {
      const env = { ALLOWED_ORIGINS: "", LOCAL_UPSTREAMS: "http://127.0.0.1:9000", ...OPEN };
      return (await createApp().request(`${at}/about`, {}, env)).json();
    };
    expect(await about("http://localhost")).toMatchObject({
      access: "open",
      localUpstreams: "http://127.0.0.1:9000",
    });
    const elsewhere = await about("http://rebound.example");
    expect(elsewhere).toMatchObject({ access: "closed" });
    expect(elsewhere).not.toHaveProperty("localUpstreams");
  });
});
