// Answers put together from parts: what is missing, what fails, and what each delivery says of it.
import { Hono } from "hono";
import { expect, test, vi } from "vitest";
import { gather, gatherAny, sleep, TaskGroup, withTimeout } from "../../src/gather/index.ts";
import { merge } from "../../src/middleware/merge.ts";
import type { Parts } from "../../src/middleware/parts.ts";
import { problemHandler } from "../../src/middleware/problem.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";
import { UpstreamError } from "../../src/upstream/outcome.ts";
import { linesOf, problem } from "../support/worker.ts";

const fails = (outcome: UpstreamError["outcome"]) => (): Promise<string> =>
  Promise.reject(new UpstreamError("air", outcome, "failed"));

type Body = (parts: Pick<Parts, "required" | "optional">) => Promise<object>;

function ask(body: Body, accept = "application/json"): Promise<Response> {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/merged", (c) => merge(c, body));
  return Promise.resolve(app.request("/merged", { headers: { Accept: accept } }, { ALLOWED_ORIGINS: "" }));
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

test("a part may take as long as a helper lets it", async () => {
  const slow: Body = ({ optional }) =>
    gather(optional({ one: () => 1, two: ({ signal }) => withTimeout(5, (task) => sleep(60_000, task), { signal }) }));
  expect(await (await ask(slow)).json()).toMatchObject({ two: null, parts: { two: { outcome: "timeout" } } });
});

test("H2 all parts missing is 502, or 504 where all ran out of time", async () => {
  const response = await ask(({ optional }) => gather(optional({ one: fails("timeout"), two: fails("network") })));
  expect(await problem(response)).toMatchObject({
    status: 502,
    detail: 'no part is there: "one" ended as timeout, "two" ended as network',
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
    { type: "summary", complete: false, problem: { type: "urn:edge-gather:problem:upstream-failed", status: 502 } },
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
