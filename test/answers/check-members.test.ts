// Where answers are checked, what the compiler cannot see is found before it reaches a client.
import { Hono } from "hono";
import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { answers } from "../../src/answers/answers.ts";
import { merge } from "../../src/answers/merge.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";
import { linesOf } from "../support/worker.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const Members = {
  news: z.object({ headlines: z.array(z.object({ title: z.string() })) }),
  temperature: z.string().transform(Number).pipe(z.number()).nullable(),
};

const right = { news: { headlines: [{ title: "All quiet" }] }, temperature: 21 };

/** Answers with these members, whatever the compiler would have said of them. */
function answerWith(members: object, { check = "true", accept = "application/json" } = {}): Promise<Response> {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/x", answers(Members), (c) =>
    merge(c, (parts) => {
      const tasks = parts(
        Object.fromEntries(Object.entries(members).map(([key, value]) => [key, () => value as unknown])),
      );
      return Promise.all(
        Object.entries(tasks).map(async ([key, task]) => [key, await task({ signal: c.req.raw.signal })]),
      ).then((entries) => Object.fromEntries(entries) as typeof right);
    }),
  );
  const env = { ALLOWED_ORIGINS: "", CHECK_ANSWERS: check };
  return Promise.resolve(app.request("/x", { headers: { Accept: accept } }, env));
}

test("an answer that is as declared is sent", async () => {
  const response = await answerWith(right);
  expect([response.status, await response.json()]).toMatchObject([200, right]);
});

test.each([
  ["a member too many", { ...right, secret: 1 }, "secret"],
  ["a member too many inside a part", { ...right, news: { ...right.news, key: 1 } }, "news.key"],
  [
    "one inside a list",
    { ...right, news: { headlines: [{ title: "a" }, { title: "b", id: 7 }] } },
    "news.headlines[1].id",
  ],
  ["a member of another type", { ...right, temperature: "21" }, "temperature"],
])("%s is a mistake: 500, the log names it, and nothing of it is sent", async (_what, members, named) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const response = await answerWith(members);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain(named);
  expect(String(logged.mock.calls[0]?.[0])).toContain(named);
});

test("so it is in a stream", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const response = await answerWith({ ...right, news: { ...right.news, key: 1 } }, { accept: "application/x-ndjson" });
  const lines = await linesOf(response);
  expect(lines.at(-1)).toMatchObject({ type: "summary", problem: { status: 500 } });
  expect(JSON.stringify(lines)).not.toContain("All quiet");
  expect(logged).toHaveBeenCalledOnce();
});

test("a stream never sends the value of a part that is not a member of the answer", async () => {
  const response = await answerWith({ ...right, secret: "abc" }, { check: "false", accept: "application/x-ndjson" });
  const lines = await linesOf(response);
  expect(lines).toContainEqual(expect.objectContaining({ key: "secret", outcome: "ok" }));
  expect(JSON.stringify(lines)).not.toContain("abc");
});

test("a schema whose output is unknown is refused where it is declared", () => {
  expect(() => answers({ news: z.string().transform((text): unknown => JSON.parse(text)) })).toThrow(
    /"news" ends in a transform/,
  );
  expect(() => answers({ news: z.string().transform(Number).nullable() })).toThrow(/"news" ends in a transform/);
});
