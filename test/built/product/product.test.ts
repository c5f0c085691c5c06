// The product page with the bindings of its configuration: KV and D1 that are seeded, and the Worker beside it.
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type Seeded, seed } from "../../../scripts/upstreams/examples/product/seed.ts";
import { readReadme } from "../../support/readme.ts";
import { startProductWorker } from "./product-worker.ts";

let worker: Awaited<ReturnType<typeof startProductWorker>>;

beforeAll(async () => {
  worker = await startProductWorker();
  await seed((await worker.boundTo()) as unknown as Seeded);
});

afterAll(() => worker.stop());

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(worker.url + path, init);

async function read(path: string): Promise<readonly [number, unknown]> {
  const response = await ask(path);
  return [response.status, await response.json()];
}

test("a page has all that is known of a product, for a subrequest each", async () => {
  expect(await read("/product/lamp")).toMatchObject([
    200,
    {
      complete: true,
      subrequests: 8,
      details: { id: "lamp", name: "Reading lamp", description: "A lamp with a long arm." },
      price: { cents: 4_900, currency: "EUR" },
      delivery: 2,
      stock: { pieces: 12 },
      reviews: [
        { stars: 5, text: "Bright and quiet." },
        { stars: 4, text: "The arm could be longer." },
      ],
      recommendation: { product: "desk", because: "It goes well with the lamp." },
      related: [{ id: "desk" }, { id: "chair" }, { id: "shelf" }, { id: "rug" }],
    },
  ]);
});

test("what the shop does not count or nobody has reviewed is no failure", async () => {
  expect(await read("/product/chair")).toMatchObject([200, { complete: true, stock: null, reviews: [] }]);
});

test("an unknown product is 404, whichever part ends first", async () => {
  expect(await read("/product/boat")).toMatchObject([404, { detail: 'no product is called "boat"' }]);
  expect((await ask("/product/boat/pitch")).status).toBe(404);
});

test("E2 parts that are not asked for are not called", async () => {
  expect(await read("/product/lamp?parts=stock")).toMatchObject([
    200,
    {
      complete: true,
      subrequests: 3,
      stock: { pieces: 12 },
      related: [],
      parts: { related: { outcome: "not_requested" } },
    },
  ]);
});

test("H5 an id that no product can have is refused by name", async () => {
  expect(await read("/product/Lamp")).toMatchObject([400, { errors: [{ field: "id" }] }]);
  expect(await read("/product/..%2Flamp")).toMatchObject([400, { errors: [{ field: "id" }] }]);
});

const Document = z.object({ paths: z.record(z.string(), z.looseObject({ get: z.looseObject({}).optional() })) });

test("E7 the document has both routes, and the exact price of the page", async () => {
  const { paths } = Document.parse((await read("/openapi.json"))[1]);
  expect(paths["/product/{id}"]?.get).toMatchObject({
    "x-price": { basis: "exact", subrequests: { healthy: 9, worst: 13 }, waves: 2 },
  });
  expect(paths["/product/{id}/pitch"]?.get).toMatchObject({
    responses: { 200: { content: { "text/event-stream": {} } }, 404: {} },
  });
});

test("the pitch: the facts, the tokens of one model, the end", async () => {
  const response = await ask("/product/lamp/pitch");
  expect(response.headers.get("Content-Type")).toMatch(/^text\/event-stream/);
  const events = [...(await response.text()).matchAll(/^event: (.*)\nid: .*\ndata: (.*)$/gm)];
  const told = events.map(([, event, data = ""]) => ({ event, data: JSON.parse(data) as unknown }));
  expect(told[0]).toMatchObject({
    event: "facts",
    data: { details: { name: "Reading lamp" }, price: { cents: 4_900 } },
  });
  const text = told.flatMap(({ event, data }) => (event === "token" ? [(data as { text: string }).text] : [])).join("");
  expect(["Light for long evenings. ", "Reads as late as you. "]).toContain(text);
  expect(told.at(-1)).toEqual({ event: "end", data: { tokens: text.trim().split(" ").length } });
});

// Slow enough to be left before its end, and too fast for the clock of a silent model.
test("U32 a client that leaves the pitch ends the model's stream", async () => {
  await fetch(`${worker.upstreams}/misbehave?path=/openai/v1/chat/completions&status=500`, { method: "POST" });
  await fetch(`${worker.upstreams}/misbehave?path=/v1/chat/completions&chunkBytes=20&chunkDelayMs=150`, {
    method: "POST",
  });
  const leaving = new AbortController();
  const response = await ask("/product/lamp/pitch", { signal: leaving.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let seen = ""; !seen.includes("Light");) seen += (await reader?.read())?.value ?? "";
  leaving.abort();
  await reader?.cancel().catch(() => undefined);
  const left = await fetch(`${worker.upstreams}/seen?key=first-model&until=leftEarly:1`);
  expect(left.status).toBe(200);
  await fetch(`${worker.upstreams}/misbehave`, { method: "DELETE" });
});

test("nothing goes wrong in the log", () => {
  expect(worker.logs.filter((line) => /error|exception/i.test(line))).toEqual([]);
});

const shown = readReadme("src/examples/product/README.md").blocks.flatMap(({ code }) => {
  const [, path, output] = /^\$ curl http:\/\/localhost:8787(\S+)\n([\s\S]*)$/.exec(code) ?? [];
  return path === undefined || output === undefined ? [] : [[path, output] as const];
});

test.each(shown)("%s answers what the README shows", async (path, output) => {
  expect(joined(await (await ask(path)).text())).toMatch(patternOf(output));
});

/** A README breaks long lines where it suits. */
function joined(text: string): string {
  return text.replaceAll("\n", "");
}

/** In what is shown, `…` stands for any text. */
function patternOf(output: string): RegExp {
  return new RegExp(`^${RegExp.escape(joined(output)).replaceAll(RegExp.escape("…"), ".+?")}$`);
}
