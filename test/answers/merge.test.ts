// Answers put together from parts: what is missing, what fails, and what each delivery says of it.
import { Hono } from "hono";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { gather, gatherAny, sleep, type Task, TaskGroup, withTimeout } from "../../src/gather/index.ts";
import { answers } from "../../src/answers/answers.ts";
import { merge } from "../../src/answers/merge.ts";
import { PartReport } from "../../src/answers/merged-answer.ts";
import { optional as markOptional, type Part } from "../../src/answers/optional.ts";
import type { TasksOfParts } from "../../src/answers/parts.ts";
import { Problem } from "../../src/problems/problem.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";
import { type Reason, reasons, UpstreamError } from "../../src/upstream/call/outcome.ts";
import { turn } from "../support/turn.ts";
import { linesOf, problem, textOf } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const fails = (outcome: UpstreamError["outcome"]) => (): Promise<string> =>
  Promise.reject(new UpstreamError("air", reasonOf(outcome), "failed"));

/** The first reason that belongs to `outcome`. */
function reasonOf(outcome: UpstreamError["outcome"]): Reason {
  const [found] = Object.entries(reasons).find(([, belongs]) => belongs === outcome) ?? [];
  return found as Reason;
}

/** Makes tasks of parts that are all required, or all optional. */
type Kinds = Readonly<Record<"required" | "optional", (parts: Readonly<Record<string, Part<unknown>>>) => Tasks>>;
type Tasks = Readonly<Record<string, Task<unknown>>>;
type Body = (parts: Kinds) => Promise<object>;

/** The members that an answer of these tests may have. */
const Members = { one: z.any(), two: z.any(), three: z.any(), ["__proto__"]: z.any() };

function kinds(parts: TasksOfParts): Kinds {
  return {
    required: (record) => parts(record),
    optional: (record) =>
      parts(Object.fromEntries(Object.entries(record).map(([key, part]) => [key, markOptional(part)]))),
  };
}

function ask(body: Body, accept = "application/json", env: object = {}, method = "GET"): Promise<Response> {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/merged", answers(Members), (c) =>
    merge(c, async (parts) => (await body(kinds(parts))) as z.output<z.ZodObject<typeof Members>>),
  );
  return Promise.resolve(
    app.request("/merged", { method, headers: { Accept: accept } }, { ALLOWED_ORIGINS: "", ...env }),
  );
}

const lines = async (body: Body): Promise<unknown[]> => linesOf(await ask(body, "application/x-ndjson"));

test("an optional part that fails is null, and its report says why", async () => {
  const response = await ask(({ optional }) => gather(optional({ one: () => 1, two: fails("network") })));
  expect(response.headers.get("Gather-Complete")).toBe("false");
  expect(await response.json()).toMatchObject({
    complete: false,
    one: 1,
    two: null,
    parts: { one: { outcome: "ok" }, two: { outcome: "network", message: 'upstream "air" failed' } },
  });
});

test("R21 whatever is merged for a GET is not begun for an event stream that comes back", async () => {
  const body = vi.fn<Body>().mockResolvedValue({ one: 1 });
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.all("/merged", answers(Members), (c) =>
    merge(c, async (parts) => (await body(kinds(parts))) as z.output<z.ZodObject<typeof Members>>),
  );
  const headers = { Accept: "text/event-stream", "Last-Event-ID": "1" };
  const status = async (method: string): Promise<number> => {
    const response = await app.request("/merged", { method, headers }, { ALLOWED_ORIGINS: "" });
    await response.body?.cancel();
    return response.status;
  };
  expect([await status("GET"), body.mock.calls.length]).toEqual([204, 0]);
  // No EventSource posts: who does knows what it asks for.
  expect([await status("POST"), body.mock.calls.length]).toEqual([200, 1]);
});

test("a part may take as long as a helper lets it", async () => {
  const slow: Body = ({ optional }) =>
    gather(optional({ one: () => 1, two: ({ signal }) => withTimeout(5, (task) => sleep(60_000, task), { signal }) }));
  expect(await (await ask(slow)).json()).toMatchObject({ two: null, parts: { two: { outcome: "timeout" } } });
});

test("H2 all parts missing is 502, or 504 where all ran out of time", async () => {
  const response = await ask(({ optional }) => gather(optional({ one: fails("timeout"), two: fails("network") })));
  expect(await problem(response)).toMatchObject({
    status: 502,
    detail: 'all parts are missing: "one" ended as timeout, "two" ended as network',
  });
  const late = await ask(({ optional }) => gather(optional({ one: fails("timeout"), two: fails("deadline") })));
  expect((await problem(late)).status).toBe(504);
});

test("a required part that fails ends the others and fails the answer", async () => {
  let stopped: unknown;
  const response = await ask(({ required, optional }) =>
    gather({
      ...required({ one: fails("http_error") }),
      ...optional({
        two: ({ signal }) => sleep(60_000, { signal }).catch((reason: unknown) => void (stopped = reason)),
      }),
    }),
  );
  expect(await problem(response)).toMatchObject({ status: 502, detail: 'upstream "air" failed', complete: false });
  expect(stopped).toBeInstanceOf(UpstreamError);
});

test("a mistake in an optional part is not excused: 500, logged, and nothing of it is told", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const response = await ask(({ optional }) => gather(optional({ one: () => JSON.parse("{") as unknown })));
  expect((await problem(response)).detail).toBe("the error was logged");
  expect(logged).toHaveBeenCalledOnce();
});

test("H4 a required part that fails after the first was sent is told in the stream, which ends well", async () => {
  const told = await lines(async ({ required }) => {
    await gather(required({ one: () => 1 }));
    return gather(required({ two: fails("network") }));
  });
  expect(told).toMatchObject([
    { type: "result", key: "one", outcome: "ok", value: 1 },
    { type: "result", key: "two", outcome: "network" },
    { type: "summary", complete: false, problem: { type: problemType("upstream-failed"), status: 502 } },
  ]);
});

test("H4 so is a mistake, which is logged", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const told = await lines(async ({ required }) => {
    await gather(required({ one: () => 1 }));
    throw new RangeError("secret");
  });
  expect(told.at(-1)).toMatchObject({ type: "summary", problem: { status: 500, detail: "the error was logged" } });
  expect(logged).toHaveBeenCalledOnce();
});

test.each([
  ["gatherAny", () => gatherAny([fails("timeout"), fails("deadline")]), 504],
  ["gatherAny", () => gatherAny([fails("timeout"), fails("network")]), 502],
  [
    "TaskGroup",
    async () => {
      await using group = new TaskGroup();
      await group.start(fails("network"));
    },
    502,
  ],
] as const)("what %s rejects with is the upstreams' failure", async (_helper, run, status) => {
  const failed = await problem(await ask(async () => ({ one: await run() })));
  expect(failed.status).toBe(status);
  expect(failed.detail).toContain('upstream "air" failed');
});

test("a Problem thrown in a TaskGroup is the answer, though it comes wrapped", async () => {
  async function grouped(): Promise<object> {
    await using group = new TaskGroup();
    return { one: await group.start(() => Promise.reject(new Problem("not-found", { detail: "no such place" }))) };
  }
  expect(await problem(await ask(grouped))).toMatchObject({ status: 404, detail: "no such place" });
});

describe("code that does not heed the deadline is left behind", () => {
  const never = (): Promise<never> => new Promise(() => undefined);

  test.each(["application/json", "application/x-ndjson"])("a part, as %s", async (accept) => {
    const response = await ask(({ optional }) => gather(optional({ one: () => 1, two: never })), accept, {
      DEADLINE_MS: "150",
    });
    expect(response.status).toBe(200);
    expect(await textOf(response)).toMatch(/"outcome":"deadline"/);
  });

  test("a required part", async () => {
    const response = await ask(({ required }) => gather(required({ one: never })), undefined, { DEADLINE_MS: "150" });
    expect(await problem(response)).toMatchObject({ status: 504, parts: { one: { outcome: "deadline" } } });
  });

  test("the handler itself", async () => {
    expect((await problem(await ask(never, undefined, { DEADLINE_MS: "150" }))).status).toBe(504);
  });
});

test("H3 a part that was missing before the stream began is told as it begins", async () => {
  const told = await lines(({ required, optional }) =>
    gather({ ...required({ one: () => turn().then(() => 1) }), ...optional({ two: fails("network") }) }),
  );
  expect(told).toMatchObject([
    { key: "two", outcome: "network" },
    { key: "one", value: 1 },
    { type: "summary", complete: false },
  ]);
});

test.each(["application/json", "application/x-ndjson"])(
  "a value that is no JSON is a mistake and never lost, as %s",
  async (accept) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await ask(({ required }) => gather(required({ one: () => 1, two: () => 5n })), accept);
    expect(await textOf(response)).toContain("internal-error");
    expect(logged).toHaveBeenCalledOnce();
  },
);

test("a part with a fallback is ok, and its times add up", async () => {
  const response = await ask(({ required }) =>
    gather(
      required({
        one: async (part) => {
          for (const outcome of ["http_error", "ok"] as const) {
            const call = part.open();
            call.outcome = outcome;
            call.attempts = 1;
            call.end();
            await turn();
          }
          return "backup";
        },
      }),
    ),
  );
  const { parts } = z.object({ parts: z.object({ one: PartReport }) }).parse(await response.json());
  expect(parts.one).toMatchObject({ outcome: "ok", timing: { attempts: 2, ttfbMs: null } });
  expect(parts.one).not.toHaveProperty("message");
});

test("of two rounds under one key the last one counts; __proto__ is a key like any other", async () => {
  const response = await ask(async ({ optional }) => {
    await gather(optional({ one: fails("network") }));
    return gather(optional({ one: () => 1, ["__proto__"]: () => 2 }));
  });
  const text = await response.text();
  expect(text).toContain('"complete":true');
  expect(text.match(/"__proto__":/g)?.length).toBe(2);
});

test.each([
  ["a part called complete", ({ required }) => gather(required({ complete: () => 1 }))],
  ["a task that was not gathered", async ({ required }) => required({ one: () => 1 })],
] as [string, Body][])("%s is a mistake: 500, and the log says so", async (_what, body) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect((await ask(body)).status).toBe(500);
  expect(String(logged.mock.calls[0]?.[0])).toMatch(/^TypeError: (a part cannot have the name|part "one" is a task)/);
});

test("H2 HEAD is answered like a document, whatever it accepts", async () => {
  const response = await ask(({ required }) => gather(required({ one: () => 1 })), "text/event-stream", {}, "HEAD");
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "application/json"]);
});

test("a client that reads only when the deadline has passed is told everything there was", async () => {
  vi.useFakeTimers();
  const response = await ask(
    ({ required }) => gather(required({ one: () => 1, two: () => 2, three: () => 3 })),
    "application/x-ndjson",
  );
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect((await linesOf(response)).at(-1)).toMatchObject({ type: "summary", complete: true });
});
