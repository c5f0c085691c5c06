// Each source of the product page stalls, and then breaks: what the page says, and that nothing is left behind.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { startProductWorker } from "./product-worker.ts";

const HOME = "test/built/product/troubled";

/** The keys under which the upstreams count. */
const KEYS = ["product-details", "product-recommendation", "related-products", "first-model", "second-model"];

type How = "stalled" | "broken";
type Sources = { trouble(source: string, how: How | undefined): Promise<void> };

let worker: Awaited<ReturnType<typeof startProductWorker>>;
let sources: Sources;

beforeAll(async () => {
  worker = await startProductWorker(`${HOME}/wrangler.toml`, `${HOME}/worker/wrangler.toml`);
  sources = (await worker.boundTo())["PRICES"] as Sources;
  await (await fetch(`${worker.url}/product/lamp`)).body?.cancel();
});

afterAll(() => worker.stop());

beforeEach(async () => {
  for (const source of ["price", "delivery", "stock", "reviews"]) await sources.trouble(source, undefined);
  await fetch(`${worker.upstreams}/misbehave`, { method: "DELETE" });
});

async function misbehave(path: string, recipe: string): Promise<void> {
  const { status } = await fetch(`${worker.upstreams}/misbehave?path=${path}&${recipe}`, { method: "POST" });
  expect(status).toBe(204);
}

/** Milliseconds in which the upstreams see that a connection was closed. */
const SEEN_WITHIN_MS = 3_000;

/** Resolves when nothing is open at the upstreams. */
async function idle(): Promise<void> {
  for (const key of KEYS)
    await vi.waitFor(
      async () => {
        const seen = await fetch(`${worker.upstreams}/seen?key=${key}`);
        expect(await seen.json(), key).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
      },
      { timeout: SEEN_WITHIN_MS, interval: 5 },
    );
}

const graphqlError = `body=${encodeURIComponent('{"data":{"product":null},"errors":[{"message":"out of order"}]}')}`;

/** The recipes by which HTTP sources fail. The bindings stall or throw. */
const recipes: Readonly<Record<string, Readonly<Record<How, string>>>> = {
  details: { stalled: "path=/graphql&stall=headers", broken: `path=/graphql&${graphqlError}` },
  recommendation: { stalled: "path=/v1/recommend&stall=headers", broken: "path=/v1/recommend&status=401" },
  related: { stalled: "path=/v1/products/&stall=body", broken: "path=/v1/products/&match=cursor&status=500" },
};

const Page = z.looseObject({
  complete: z.boolean(),
  parts: z.record(z.string(), z.looseObject({ outcome: z.string(), message: z.string().optional() })),
});

test.each([
  ["details", "stalled", 504, "timeout", "passed its 500 ms attempt timeout"],
  ["details", "broken", 502, "invalid", "errors[0]: out of order"],
  ["price", "stalled", 504, "timeout", "passed its 400 ms attempt timeout"],
  ["price", "broken", 502, "http_error", "answered 500"],
  ["delivery", "stalled", 200, "timeout", "passed its 400 ms timeout"],
  ["delivery", "broken", 200, "network", "failed: delivery is broken"],
  ["stock", "stalled", 200, "timeout", "passed its 300 ms timeout"],
  ["stock", "broken", 200, "network", "failed: stock is broken"],
  ["reviews", "stalled", 200, "timeout", "passed its 500 ms timeout"],
  ["reviews", "broken", 200, "network", "failed: reviews is broken"],
  ["recommendation", "stalled", 200, "timeout", "passed its 800 ms attempt timeout"],
  ["recommendation", "broken", 200, "http_error", "answered 401"],
  ["related", "stalled", 200, "timeout", "passed its 300 ms attempt timeout"],
  ["related", "broken", 200, "http_error", "answered 500"],
] as const)("B2 %s is %s: %i, %s", async (source, how, status, outcome, message) => {
  const recipe = recipes[source]?.[how];
  if (recipe === undefined) await sources.trouble(source, how);
  else await misbehave(new URLSearchParams(recipe).get("path") ?? "", recipe.replace(/^path=[^&]*&/, ""));
  const response = await fetch(`${worker.url}/product/lamp`);
  const { complete, parts } = Page.parse(await response.json());
  expect([response.status, complete, response.headers.get("Gather-Complete")]).toEqual([status, false, "false"]);
  expect(parts[source]).toMatchObject({ outcome, message: expect.stringContaining(message) as string });
  const others = Object.values(parts).filter((part) => part !== parts[source]);
  for (const other of others) expect(["ok", ...(status === 200 ? [] : ["cancelled"])]).toContain(other.outcome);
  await idle();
});

const FIRST = "/v1/chat/completions";
const SECOND = "/openai/v1/chat/completions";
const firstSays = "Light for long evenings. ";
const secondSays = "Reads as late as you. ";

/** The text that the pitch sends, and the detail of its problem if it has one. */
async function pitched(): Promise<{ text: string; problem: string | undefined }> {
  const sent = await (await fetch(`${worker.url}/product/lamp/pitch`)).text();
  expect(sent).toMatch(/^event: facts\n/);
  const dataOf = (event: string): Record<string, string>[] =>
    [...sent.matchAll(new RegExp(`^event: ${event}\\nid: .*\\ndata: (.*)$`, "gm"))].map(
      ([, data = ""]) => JSON.parse(data) as Record<string, string>,
    );
  const [problem] = dataOf("problem");
  const text = dataOf("token").map((data) => data["text"]);
  await idle();
  return { text: text.join(""), problem: problem?.["detail"] };
}

test.each([
  [FIRST, "stall=headers", secondSays],
  [FIRST, "status=500", secondSays],
  [FIRST, `contentType=text/event-stream&body=${encodeURIComponent(": alive\n\ndata: [DONE]\n\n")}`, secondSays],
  [FIRST, `contentType=text/event-stream&body=${encodeURIComponent(": alive\n\n")}&stall=body`, secondSays],
  [SECOND, "stall=headers", firstSays],
  [SECOND, "reset=headers", firstSays],
])("B5 %s with %s is dropped: the other one speaks", async (path, recipe, text) => {
  await misbehave(path, recipe);
  expect(await pitched()).toEqual({ text, problem: undefined });
});

test("B5 a winner that falls silent ends the stream with a problem", async () => {
  await misbehave(SECOND, "status=500");
  await misbehave(FIRST, "stall=body");
  const { text, problem } = await pitched();
  expect([firstSays.startsWith(text), text.length > 0, problem]).toEqual([
    true,
    true,
    expect.stringContaining("sent nothing for 1000 ms"),
  ]);
});

test("B5 without any model the facts are there, and a problem that names both", async () => {
  for (const path of [FIRST, SECOND]) await misbehave(path, "status=500");
  expect(await pitched()).toEqual({
    text: "",
    problem: 'upstream "first-model" answered 500, upstream "second-model" answered 500',
  });
});
