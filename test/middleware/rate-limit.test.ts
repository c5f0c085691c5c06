// Who is counted as one caller, and what is counted.
import { afterEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { problem } from "../support/worker.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** A limiter that lets `most` requests of each key pass, and the keys that it was asked about. */
function limiter(most = Infinity) {
  const asked: string[] = [];
  const limit = ({ key }: { key: string }): Promise<{ success: boolean }> => {
    asked.push(key);
    return Promise.resolve({ success: asked.filter((each) => each === key).length <= most });
  };
  return { asked, limit };
}

const ADDRESS = "CF-Connecting-IP";

/** Asks a route that counts by address. */
async function counted(address: string): Promise<string | undefined> {
  const { asked, limit } = limiter(0);
  const env = { ALLOWED_ORIGINS: "", LOG_REQUESTS: "false", RATE_LIMITER: { limit } };
  const response = await createApp().request("/hello", { headers: { [ADDRESS]: address } }, env);
  expect(response.status).toBe(429);
  return asked[0];
}

describe("R19 an address is counted", () => {
  test.each([
    ["192.0.2.1", "address 192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::/64"],
    ["2001:db8:1:2::1", "address 2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002:0000:0000:0000:0001", "address 2001:db8:1:2::/64"],
    ["2001:db8::1", "address 2001:db8:0:0::/64"],
    ["::1", "address 0:0:0:0::/64"],
    ["::ffff:192.0.2.1", "address 192.0.2.1"],
    ["::FFFF:C000:0201", "address 192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "address 192.0.2.1"],
    ["not an address", "address unknown"],
    ["1:2:3", "address unknown"],
  ])("%s as %s", async (address, key) => {
    expect(await counted(address)).toBe(key);
  });

  test("one that is not sent as unknown", async () => {
    const { asked, limit } = limiter();
    const env = { ALLOWED_ORIGINS: "", LOG_REQUESTS: "false", RATE_LIMITER: { limit } };
    await createApp().request("/hello?times=1&delayMs=0", {}, env);
    expect(asked).toEqual(["address unknown"]);
  });
});

/** Open routes that cost next to nothing, whoever asks. Any other is to be limited. */
const CHEAP = ["/healthz", "/about", "/openapi.json"];

test("R17 every open route is limited but for those that cost nothing", async () => {
  const { limit } = limiter(0);
  const env = { ALLOWED_ORIGINS: "", API_KEYS: "key", LOG_REQUESTS: "false", RATE_LIMITER: { limit } };
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const app = createApp();
  const routes = app.routes.filter(({ method }) => method !== "ALL");
  expect(routes.length).toBeGreaterThan(5);
  for (const { method, path } of routes) {
    const { status } = await app.request(path, { method }, env);
    expect([method, path, status === 429]).toEqual([method, path, !CHEAP.includes(path)]);
  }
});

describe("R19 keys", () => {
  /** A Worker of one test, and how it answers a key from an address. */
  function guarded(most: number) {
    const { asked, limit } = limiter(most);
    const env = { ALLOWED_ORIGINS: "", API_KEYS: "right", LOG_REQUESTS: "false", RATE_LIMITER: { limit } };
    const app = createApp();
    const post = async (key: string | undefined, address: string): Promise<number> => {
      const authorization = key === undefined ? {} : { Authorization: `Bearer ${key}` };
      const init = { method: "POST", headers: { [ADDRESS]: address, ...authorization } };
      return (await problem(await app.request("/gather", init, env))).status;
    };
    return { asked, post };
  }

  // Past the limit and the key a request is refused for its body, which it lacks.
  const PASSED = 415;

  test("wrong and missing ones count by address, and are refused past the limit", async () => {
    const { asked, post } = guarded(2);
    const statuses = [];
    for (const key of ["guess-1", undefined, "guess-2", undefined]) statuses.push(await post(key, "192.0.2.10"));
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect(new Set(asked)).toEqual(new Set(["address 192.0.2.10"]));
  });

  test("a right one counts by itself, whatever its address", async () => {
    const { asked, post } = guarded(2);
    expect([await post("right", "192.0.2.20"), await post("right", "192.0.2.21")]).toEqual([PASSED, PASSED]);
    expect(asked).toEqual([expect.stringMatching(/^key [\da-f]{64}$/), asked[0]]);
    expect(await post("right", "192.0.2.22")).toBe(429);
  });

  test("an address with too many wrong ones cannot tell a right one by its answer", async () => {
    const { post } = guarded(1);
    expect([await post("guess-1", "2001:db8::1"), await post("guess-2", "2001:db8::2")]).toEqual([401, 429]);
    expect(await post("right", "2001:db8::3")).toBe(429);
    expect(await post("right", "2001:db8:1::1")).toBe(PASSED);
  });

  test("a missing one locks no address", async () => {
    const { post } = guarded(0);
    expect(await post(undefined, "192.0.2.30")).toBe(429);
  });
});
