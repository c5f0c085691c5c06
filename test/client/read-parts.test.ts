// A client that reads the Worker's streams, part by part, each with its type.
import { Hono } from "hono";
import { hc } from "hono/client";
import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import * as z from "zod";
import { ProblemError } from "../../src/client/problem-error.ts";
import type { PartLine } from "../../src/client/part-line.ts";
import { readParts } from "../../src/client/read-parts.ts";
import { answers, type AppEnv, gather, merge, optional, param, Problem } from "../../src/endpoint.ts";
import { scope } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { gate } from "../support/gate.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const Members = { news: z.array(z.string()), weather: z.object({ celsius: z.number() }).nullable() };
const Topic = z.object({ topic: z.enum(["sea", "sky", "none", "late"]) });

const briefing = new Hono<AppEnv>().get("/briefing/:topic", param(Topic), answers(Members), (c) =>
  merge(c, async (parts) => {
    const { topic } = c.req.valid("param");
    if (topic === "none") throw new Problem("not-found", { detail: "no such topic" });
    const first = await gather(parts({ news: () => [topic] }));
    const broken = (): Promise<never> => Promise.reject(new UpstreamError("sky", "connection_failed", "is down"));
    if (topic === "late") return { ...first, weather: await gather(parts({ more: broken })).then(() => null) };
    return {
      ...first,
      ...(await gather(parts({ weather: optional(topic === "sky" ? broken : () => ({ celsius: 21 })) }))),
    };
  }),
);

const app = new Hono<AppEnv>().onError(problemHandler).use(scope).route("/", briefing);
const client = hc<typeof briefing>("https://worker.test", {
  fetch: (input: RequestInfo | URL, init?: RequestInit) =>
    Promise.resolve(app.request(input as string, init, { ALLOWED_ORIGINS: "" })),
});

type Topic = z.output<typeof Topic>["topic"];
const ask = (topic: Topic, Accept = "application/x-ndjson") =>
  client.briefing[":topic"].$get({ param: { topic } }, { headers: { Accept } });

async function all(response: Awaited<ReturnType<typeof ask>>): Promise<PartLine<typeof briefing>[]> {
  return Array.fromAsync(readParts<typeof briefing>(response));
}

describe.each(["application/x-ndjson", "application/jsonl", "text/event-stream"])("as %s", (accept) => {
  test("the parts come with their values, then the summary", async () => {
    expect(await all(await ask("sea", accept))).toMatchObject([
      { type: "result", key: "news", value: ["sea"], outcome: "ok" },
      { type: "result", key: "weather", value: { celsius: 21 }, outcome: "ok" },
      { type: "summary", complete: true },
    ]);
  });

  test("a part that is missing has no value and says why", async () => {
    const [, weather] = await all(await ask("sky", accept));
    expect(weather).toMatchObject({ key: "weather", outcome: "network", message: 'upstream "sky" is down' });
    expect(weather).not.toHaveProperty("value");
  });

  test("a failure after the first part is the summary's problem", async () => {
    expect((await all(await ask("late", accept))).at(-1)).toMatchObject({
      type: "summary",
      complete: false,
      problem: { status: 502 },
    });
  });
});

test("the compiler knows each part by its key", () => {
  type Line = PartLine<typeof briefing>;
  expectTypeOf<Extract<Line, { type: "result" }>["key"]>().toEqualTypeOf<"news" | "weather">();
  expectTypeOf<Extract<Line, { key: "weather" }>["value"]>().toEqualTypeOf<{ celsius: number } | null | undefined>();
  expectTypeOf<Extract<Line, { type: "summary" }>["complete"]>().toEqualTypeOf<boolean>();
  const uses = (line: Line): unknown[] => [
    line.type === "result" && line.key === "news" && line.value?.map((word) => word.length),
    // @ts-expect-error not a part of this route
    line.type === "result" && line.key === "wether",
    // @ts-expect-error only the weather has degrees
    line.type === "result" && line.key === "news" && line.value?.celsius,
  ];
  expect(uses).toBeTypeOf("function");
});

test("a problem is thrown, with its document", async () => {
  const failure: unknown = await all(await ask("none")).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ProblemError);
  expect(failure).toMatchObject({
    status: 404,
    problem: { detail: "no such topic" },
    message: "404 There is nothing here: no such topic",
  });
});

test("so is the error page of something before the Worker", async () => {
  const page = new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } });
  await expect(Array.fromAsync(readParts(page))).rejects.toMatchObject({ status: 502, name: "ProblemError" });
});

test("an answer that is no stream says what to ask for", async () => {
  await expect(all(await ask("sea", "application/json"))).rejects.toThrow(
    "the answer is application/json: send Accept: application/x-ndjson or text/event-stream",
  );
});

test("a stream that ends before its summary is an error, and not a short answer", async () => {
  const line = '{"type":"result","key":"news","value":[],"outcome":"ok"}\n';
  const cut = new Response(line, { headers: { "Content-Type": "application/x-ndjson; charset=utf-8" } });
  await expect(Array.fromAsync(readParts(cut))).rejects.toThrow("the stream ended before its summary");
});

test("leaving the loop early cancels the stream", async () => {
  const cancelled = gate<undefined>();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('{"type":"result","key":"a"}\n')),
    cancel: () => cancelled.open(undefined),
  });
  const response = new Response(body, { headers: { "Content-Type": "application/x-ndjson" } });
  for await (const line of readParts(response)) {
    expect(line).toMatchObject({ key: "a" });
    break;
  }
  await cancelled.wait();
});
