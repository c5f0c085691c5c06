// Who may use the routes that reach where the caller points them.
import { describe, expect, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { corner, postGather, problem } from "../support/worker.ts";

const body = (url: string): string => JSON.stringify({ requests: [{ url }] });

test("H6 without a key it is 401 with a challenge", async () => {
  const response = await postGather(body(corner().fault()), { Authorization: "" });
  expect(response.status).toBe(401);
  expect(response.headers.get("WWW-Authenticate")).toBe('Bearer realm="edge-gather"');
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
  const post = (env: Record<string, string>): Promise<Response> => {
    const { origin, fault } = corner();
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: body(fault()) };
    return Promise.resolve(
      createApp().request("/gather", init, { ALLOWED_ORIGINS: origin, LOG_REQUESTS: "false", ...env }),
    );
  };

  test("H6 everyone is refused", async () => {
    expect((await post({})).status).toBe(401);
    expect((await post({ API_KEYS: " " })).status).toBe(401);
  });

  test("H6 OPEN_ACCESS lets everyone in", async () => {
    expect((await post({ OPEN_ACCESS: "true" })).status).toBe(200);
  });

  test("H6 OPEN_ACCESS does not open what a key closes", async () => {
    expect((await post({ OPEN_ACCESS: "true", API_KEYS: "key" })).status).toBe(401);
  });
});
