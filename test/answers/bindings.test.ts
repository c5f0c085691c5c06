// Lookups in bindings as parts of an answer, through the whole stack of a request.
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { answers } from "../../src/answers/answers.ts";
import { merge } from "../../src/answers/merge.ts";
import { optional } from "../../src/answers/optional.ts";
import { requestLog } from "../../src/middleware/request-log.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { declareBinding } from "../../src/upstream/declare-binding.ts";
import { gate } from "../support/gate.ts";

const Colour = z.object({ name: z.string() });

const stored = declareBinding({
  name: "stored",
  ask: ({ TEST_FACTS }, key: string) => TEST_FACTS.get(key, "json"),
  answer: Colour,
});

const sold = declareBinding({
  name: "sold",
  ask: ({ TEST_NEIGHBOUR }) => TEST_NEIGHBOUR.fail(),
  answer: z.number(),
});

const text = declareBinding({
  name: "text",
  ask: async ({ TEST_FILES }) => (await TEST_FILES.get("shelf"))?.text(),
  answer: z.string().optional(),
});

const door = gate();
const stuck = declareBinding({ name: "stuck", ask: door.wait, answer: z.number(), timeoutMs: 20 });

const app = new Hono<AppEnv>()
  .onError(problemHandler)
  .use(scope)
  .use(requestLog)
  .get(
    "/shelf",
    answers({
      text: text.answer,
      colour: stored.answer.nullable(),
      count: sold.answer.nullable(),
      late: stuck.answer.nullable(),
    }),
    (c) =>
      merge(c, {
        text: (call) => text(call),
        colour: optional((call) => stored(call, "shelf")),
        count: optional((call) => sold(call)),
        late: optional((call) => stuck(call)),
      }),
  );

async function shelf(): Promise<{ response: Response; body: unknown; logged: unknown }> {
  const log = vi.spyOn(console, "log").mockReturnValue();
  onTestFinished(() => log.mockRestore());
  const response = await app.request("/shelf", {}, { ...env, LOG_REQUESTS: "true" });
  const body = await response.json();
  return { response, body, logged: JSON.parse(String(log.mock.lastCall?.[0])) };
}

test("B2 lookups that fail, time out or answer another shape leave the answer partial", async () => {
  onTestFinished(() => door.open(1));
  await env.TEST_FILES.put("shelf", "five books");
  await env.TEST_FACTS.put("shelf", '{"label":"blue"}');
  const { response, body, logged } = await shelf();
  expect([response.status, response.headers.get("Gather-Complete")]).toEqual([200, "false"]);
  expect(body).toMatchObject({
    complete: false,
    subrequests: 4,
    text: "five books",
    colour: null,
    count: null,
    late: null,
    parts: {
      text: { outcome: "ok", timing: { attempts: 1 } },
      colour: { outcome: "invalid", reason: "undeclared_shape", timing: { attempts: 1 } },
      count: { outcome: "network", reason: "binding_failed", message: 'upstream "sold" failed: out of stock' },
      late: { outcome: "timeout", reason: "attempt_timeout" },
    },
  });
  const timings = response.headers.get("Server-Timing") ?? "";
  for (const each of [
    "text;dur=",
    'desc="ok, 1 sent',
    "stored;dur=",
    'desc="invalid, 1 sent',
    "sold;dur=",
    "stuck;dur=",
    'desc="timeout, 1 sent',
  ])
    expect(timings).toContain(each);
  expect(logged).toMatchObject({
    calls: 4,
    subrequests: 4,
    failed: [
      { upstream: "stored", outcome: "invalid" },
      { upstream: "sold", outcome: "network" },
      { upstream: "stuck", outcome: "timeout" },
    ],
    goingOn: ["stuck"],
  });
});
