// The deadline goes out where a declaration says so, and a caller's own shortens ours.
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { type AppEnv, callerDeadline, deadline, declareUpstream } from "../../src/endpoint.ts";
import { scope } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { scopeOf } from "../../src/upstream/request/call-context.ts";
import { callIn } from "../support/call-in.ts";
import { openScope } from "../support/open-scope.ts";
import { corner, problem } from "../support/worker.ts";

const Echo = z.object({ headers: z.record(z.string(), z.string()) });

const told = declareUpstream({
  name: "told-its-deadline",
  origin: "FORECAST_ORIGIN",
  policy: { timeoutMs: 1_000, passDeadline: "Deadline-Ms" },
  request: (path: "/echo" | "/fault", _env) => ({ path, query: path === "/fault" ? { redirectTo: "/echo" } : {} }),
  answer: Echo,
});

async function leftMs(deadlineMs: number, path: "/echo" | "/fault" = "/echo"): Promise<string | undefined> {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const worker = {
    env,
    origins: new Map([["FORECAST_ORIGIN", corner().origin]]),
    caching: false,
    waitUntil: () => undefined,
  };
  const call = callIn(openScope("https://elsewhere.test", { worker, deadlineMs, reserveMs: 50 }));
  return (await told(call, path)).headers["deadline-ms"];
}

test("B6 an upstream is told the milliseconds left: of its attempt, or of the request if these are fewer", async () => {
  expect(await leftMs(10_000)).toBe("1000");
  expect(await leftMs(800)).toBe("750");
});

test("B6 a redirect of the same origin is told too", async () => {
  expect(await leftMs(800, "/fault")).toBe("750");
});

/** What is left for upstream work of a request with this header. */
async function asked(header: string | undefined): Promise<Response> {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const app = new Hono<AppEnv>()
    .onError(problemHandler)
    .use(scope)
    .get("/", deadline(2_000), callerDeadline("header"), (c) =>
      c.json(scopeOf(c.var.call).deadlineAt - performance.now()),
    );
  return app.request("/", { headers: header === undefined ? {} : { "Deadline-Ms": header } }, env);
}

test.each([
  [undefined, 1_950],
  ["500", 450],
  ["5000", 1_950],
  ["0", 0],
] as const)("B6 a caller's header %s shortens the deadline, and never lengthens it", async (header, left) => {
  expect(await (await asked(header)).json()).toBe(left);
});

test.each(["-1", "1.5", "soon", "1e3", ""])("B6 a header %j is refused by its name", async (header) => {
  const response = await asked(header);
  expect([response.status, (await problem(response)).detail]).toEqual([
    400,
    "Deadline-Ms: must be a whole number of milliseconds",
  ]);
});
