// Parts that nest helpers: what their calls did is reported, losers are cancelled, and no part is missing from the report.
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { answers } from "../../src/answers/answers.ts";
import { merge } from "../../src/answers/merge.ts";
import { mergedAnswer } from "../../src/answers/merged-answer.ts";
import { optional, type Part } from "../../src/answers/optional.ts";
import { gather, gatherAny, gatherSome, TaskGroup } from "../../src/gather/index.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";
import type { CallContext } from "../../src/upstream/request/call-context.ts";
import { corner, linesOf, problem } from "../support/worker.ts";

const Members = { one: z.number(), two: z.number().nullable() };
const Answer = mergedAnswer(Members);

interface TwoParts {
  readonly one: Part<number>;
  readonly two?: Part<number>;
}

/** The answer of an endpoint with these parts, of which the second is optional. */
async function answerOf(origin: string, { one, two = () => 2 }: TwoParts, accept = "application/json") {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/two", answers(Members), (c) => merge(c, { one, two: optional(two) }));
  return app.request("/two", { headers: { Accept: accept } }, { ALLOWED_ORIGINS: origin });
}

const status = async (call: CallContext, url: string): Promise<number> => (await call.read(url)).status;

describe("R24 the report of a part that nests", () => {
  test.each([
    ["gatherAny", (call: CallContext, urls: string[]) => gatherAny(tasks(urls), { context: call })],
    [
      "gatherSome",
      async (call: CallContext, urls: string[]) => (await gatherSome(1, tasks(urls), { context: call }))[0] ?? 0,
    ],
    [
      "a TaskGroup",
      async (call: CallContext, urls: string[]) => {
        const [slow = "", fast = ""] = urls;
        await using group = new TaskGroup({ context: call });
        const loser = group.start((task) => status(task, slow).catch(() => 0));
        const won = await group.start((task) => status(task, fast));
        group.cancel();
        await loser;
        return won;
      },
    ],
  ])("%s tells every attempt, and the loser is cancelled upstream", async (name, run) => {
    const { origin, fault, idle } = corner();
    const urls = [fault("stall=headers"), fault("delayMs=20")];
    // A cancelled group rejects with the reason it was cancelled for.
    const part: Part<number> = (call) =>
      run(call, urls).catch((error: unknown) => (name === "a TaskGroup" ? 200 : Promise.reject(error as Error)));
    const answer = Answer.parse(await (await answerOf(origin, { one: part })).json());
    expect(answer.one).toBe(200);
    expect(answer.parts["one"]?.timing).toMatchObject({ attempts: 2 });
    expect(answer.subrequests).toBe(2);
    await idle();
  });

  test("a call by URL counts as one of a declared upstream does", async () => {
    const { origin, fault } = corner();
    const part: Part<number> = async (call) =>
      (await status(call, fault())) + (await (await call.fetch(fault())).json<{ n: number }>()).n;
    const answer = Answer.parse(await (await answerOf(origin, { one: part })).json());
    expect(answer.parts["one"]?.timing.attempts).toBe(2);
  });

  function tasks(urls: string[]) {
    return urls.map((url) => (call: CallContext) => status(call, url));
  }
});

describe("R24 no part is missing from the report", () => {
  const fails: Part<number> = async (call) => {
    const { fault } = corner();
    return status(call, fault("reset=headers").replace("/fault", "/nowhere-else"));
  };

  test("one that was waiting for its turn when a required part failed is cancelled", async () => {
    const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
    app.get("/two", answers(Members), (c) =>
      merge(c, (parts) => gather(parts({ one: fails, two: optional(() => 2) }), { concurrency: 1 })),
    );
    const failed = await problem(await app.request("/two", {}, { ALLOWED_ORIGINS: "" }));
    expect(failed).toMatchObject({
      status: 502,
      parts: { one: { outcome: "blocked" }, two: { outcome: "cancelled", timing: { attempts: 0 } } },
    });
  });

  test("H3 nor from a stream", async () => {
    const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
    app.get("/two", answers(Members), (c) =>
      merge(c, async (parts) => {
        const first = parts({ one: () => 1 });
        parts({ two: optional(() => 2) });
        return { ...(await gather(first)), two: null };
      }),
    );
    const response = await app.request(
      "/two",
      { headers: { Accept: "application/x-ndjson" } },
      { ALLOWED_ORIGINS: "" },
    );
    expect(await linesOf(response)).toMatchObject([
      { type: "result", key: "one", outcome: "ok", value: 1 },
      { type: "result", key: "two", outcome: "cancelled" },
      { type: "summary", complete: false },
    ]);
  });
});
