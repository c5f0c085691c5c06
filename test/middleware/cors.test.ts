// Which pages may call the API from a browser, and what they may read of its answers.
import { afterEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { problem } from "../support/worker.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const PAGE = "https://app.example.com";
const ENV = { ALLOWED_ORIGINS: "", LOG_REQUESTS: "false", CORS_ORIGINS: `${PAGE} http://localhost:3000` };
const HELLO = "/hello?times=1&delayMs=0";

function ask(path: string, headers: Record<string, string>, env: object = {}, method = "GET"): Promise<Response> {
  return Promise.resolve(createApp().request(path, { method, headers }, { ...ENV, ...env }));
}

/** What a browser would let the page at `origin` see: nothing without the first header. */
const allowed = ({ headers }: Response): string | null => headers.get("Access-Control-Allow-Origin");

test("a page of a listed origin may read the answer, and the headers that a client needs", async () => {
  const { headers, status } = await ask(HELLO, { Origin: PAGE });
  expect([status, headers.get("Access-Control-Allow-Origin")]).toEqual([200, PAGE]);
  const exposed = headers.get("Access-Control-Expose-Headers")?.split(",");
  expect(exposed).toEqual(expect.arrayContaining(["Gather-Complete", "Server-Timing", "Retry-After", "Location"]));
});

test("credentials of the browser stay off", async () => {
  expect((await ask(HELLO, { Origin: PAGE })).headers.has("Access-Control-Allow-Credentials")).toBe(false);
});

test.each([`${PAGE}/`, "HTTPS://App.Example.com:443"])("%s in the variable names the same page", async (spelling) => {
  expect(allowed(await ask(HELLO, { Origin: PAGE }, { CORS_ORIGINS: spelling }))).toBe(PAGE);
});

test.each(["https://other.example.com", "http://app.example.com", `${PAGE}:8443`, "null", `${PAGE}.evil.example`])(
  "a page of %s may not",
  async (Origin) => {
    expect(allowed(await ask(HELLO, { Origin }))).toBeNull();
  },
);

test("caches keep the answers for different pages apart, also that for no page", async () => {
  expect((await ask(HELLO, {})).headers.get("Vary")).toContain("Origin");
  expect((await ask(HELLO, { Origin: PAGE })).headers.get("Vary")).toContain("Origin");
});

test("* opens it to every page, and then answers do not depend on the page", async () => {
  const { headers } = await ask(HELLO, { Origin: "https://anyone.example" }, { CORS_ORIGINS: "*" });
  expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(headers.get("Vary") ?? "").not.toContain("Origin");
});

test("without the variable there is not one header of it", async () => {
  const { headers } = await ask(HELLO, { Origin: PAGE }, { CORS_ORIGINS: "" });
  expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
});

describe("a preflight", () => {
  const preflight = (path: string, env: object = {}): Promise<Response> =>
    ask(
      path,
      {
        Origin: PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
      },
      env,
      "OPTIONS",
    );

  test("allows the method and the headers that the page asks for, without a key", async () => {
    const { status, headers } = await preflight("/gather", { API_KEYS: "key" });
    expect([status, headers.get("Access-Control-Allow-Origin")]).toEqual([204, PAGE]);
    expect(headers.get("Access-Control-Allow-Methods")?.split(",")).toEqual(expect.arrayContaining(["POST", "DELETE"]));
    expect(headers.get("Access-Control-Allow-Headers")).toBe("authorization,content-type");
    expect(headers.get("Access-Control-Max-Age")).toBe("7200");
  });

  test("writes no log line", async () => {
    const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await preflight("/gather", { LOG_REQUESTS: "true" });
    expect(logged).not.toHaveBeenCalled();
  });

  test("is a method that the route does not have, where nothing is opened", async () => {
    expect((await problem(await preflight("/gather", { CORS_ORIGINS: "" }))).status).toBe(405);
  });

  test("is not any OPTIONS request", async () => {
    expect((await problem(await ask("/gather", { Origin: PAGE }, {}, "OPTIONS"))).status).toBe(405);
  });
});

describe("problems carry the headers, or the page would see no more than a network error", () => {
  test.each([
    ["a wrong query", "/hello?times=0", 400, {}],
    ["no such route", "/nowhere", 404, {}],
    ["another method", "/gather", 405, {}],
    ["too many requests", HELLO, 429, { RATE_LIMITER: { limit: () => Promise.resolve({ success: false }) } }],
  ])("%s", async (_what, path, status, env) => {
    const response = await ask(path, { Origin: PAGE }, env);
    expect([allowed(response), (await problem(response)).status]).toEqual([PAGE, status]);
  });

  test("a mistake in the code", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const RATE_LIMITER = { limit: () => Promise.reject(new Error("broken")) };
    const response = await ask(HELLO, { Origin: PAGE }, { RATE_LIMITER });
    expect([allowed(response), (await problem(response)).status]).toEqual([PAGE, 500]);
  });
});

test("streams carry the headers, and come in whole", async () => {
  const response = await ask(HELLO, { Origin: PAGE, Accept: "application/x-ndjson" });
  expect(allowed(response)).toBe(PAGE);
  expect((await response.text()).match(/Hello/g)?.length).toBe(2);
});

describe("access rules stay as they are", () => {
  const post = (env: object): Promise<Response> =>
    Promise.resolve(
      createApp().request("http://localhost/gather", { method: "POST", headers: { Origin: PAGE } }, { ...ENV, ...env }),
    );

  test("a listed page needs a key", async () => {
    const response = await post({ API_KEYS: "key" });
    expect([allowed(response), (await problem(response)).status]).toEqual([PAGE, 401]);
  });

  test("R18 open access refuses a listed page from elsewhere", async () => {
    expect((await problem(await post({ OPEN_ACCESS: "true" }))).status).toBe(401);
  });
});

test.each([
  "app.example.com",
  "https://app.example.com/path",
  "https://*.example.com",
  "* https://app.example.com",
  "null",
])("CORS_ORIGINS = %o is a 503 that names the variable, and the log says why", async (CORS_ORIGINS) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { status, errors } = await problem(await ask("/healthz", {}, { CORS_ORIGINS }));
  expect([status, errors]).toEqual([503, [{ field: "CORS_ORIGINS", message: "is not valid; the log says why" }]]);
  expect(String(logged.mock.calls[0]?.[0])).toMatch(/CORS_ORIGINS: .*(is not an origin such as|must stand alone)/);
});
