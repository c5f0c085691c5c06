// Recorded answers, replayed by the local upstreams: offline, matched by the whole request, at their pace.
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import type { RecordedCall, Recording } from "../../scripts/record/recording.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";

const JSON_TYPE = "application/json";

/** A call to `/latest` that answers at once, with `changes`. */
function call({
  request,
  ...changes
}: Partial<Omit<RecordedCall, "request">> & { request?: object } = {}): RecordedCall {
  return {
    variable: "NEWS_ORIGIN",
    request: { method: "GET", path: "/latest", query: "", ...request },
    status: 200,
    headers: { "content-type": JSON_TYPE },
    timing: { headersMs: 0, bodyMs: 0 },
    body: { json: { headlines: ["All quiet"] } },
    ...changes,
  };
}

/** Serves `calls`, each from a recording of its own, until the test ends. */
async function serve(...calls: readonly RecordedCall[]): Promise<string> {
  const recordings = calls.map((one): Recording => ({
    endpoint: { method: "GET", path: "/briefing", query: "" },
    recordedAt: "2026-11-01T00:00:00.000Z",
    status: 200,
    outcomes: {},
    calls: [one],
  }));
  const { origin, close } = await startUpstreams({ recordings });
  onTestFinished(close);
  return origin;
}

const Counts = z.record(z.string(), z.number());

async function seen(origin: string, until: string): Promise<Record<string, number>> {
  return Counts.parse(await (await fetch(`${origin}/seen?key=NEWS_ORIGIN&until=${until}`)).json());
}

test("E8 a recorded answer comes back with its status, headers and body, digit for digit", async () => {
  const body = '{"big":9007199254740993,"price":1.10}';
  const headers = { "content-type": "application/json; charset=utf-8", etag: '"1"', "cache-control": "max-age=5" };
  const origin = await serve(call({ status: 203, headers, body: { text: body } }));
  const response = await fetch(`${origin}/latest`);
  expect([response.status, await response.text()]).toEqual([203, body]);
  expect(Object.fromEntries(response.headers)).toMatchObject(headers);
});

test.for([
  ["the method", { method: "POST" }, { method: "POST" }, {}],
  ["the query, in any order", { query: "a=1&b=x%20y" }, { query: "?b=x+y&a=1" }, { query: "?a=1" }],
  ["no more of the query than was recorded", { query: "a=1" }, { query: "?a=1" }, { query: "?a=1&b=2" }],
  [
    "a redacted parameter with any value, or without it",
    { query: "a=1&key=REDACTED" },
    { query: "?a=1&key=other" },
    { query: "?a=2" },
  ],
  [
    "a JSON body, its members in any order",
    { method: "POST", contentType: JSON_TYPE, body: { json: { ids: [1, 2], q: "x" } } },
    { method: "POST", body: '{"q":"x","ids":[1,2]}', type: JSON_TYPE },
    { method: "POST", body: '{"q":"x","ids":[2,1]}', type: JSON_TYPE },
  ],
  [
    "a JSON body with a redacted member",
    {
      method: "POST",
      contentType: JSON_TYPE,
      body: { json: { token: "REDACTED", pin_token: 0, q: "Bearer REDACTED" } },
    },
    { method: "POST", body: '{"q":"Bearer abc","token":"mine","pin_token":77}', type: JSON_TYPE },
    { method: "POST", body: '{"q":"Basic abc","token":"mine","pin_token":77}', type: JSON_TYPE },
  ],
  [
    "a form, in any order",
    { method: "POST", contentType: "application/x-www-form-urlencoded", body: { text: "a=1&password=REDACTED" } },
    { method: "POST", body: "password=x&a=1", type: "application/x-www-form-urlencoded" },
    { method: "POST", body: "password=x&a=2", type: "application/x-www-form-urlencoded" },
  ],
  [
    "a text",
    { method: "POST", contentType: "text/plain", body: { text: "hello" } },
    { method: "POST", body: "hello", type: "text/plain" },
    { method: "POST", body: "hello!", type: "text/plain" },
  ],
  [
    "bytes",
    { method: "POST", contentType: "image/png", body: { base64: "/wAA" } },
    { method: "POST", body: Uint8Array.of(255, 0, 0), type: "image/png" },
    { method: "POST", body: Uint8Array.of(255, 0, 1), type: "image/png" },
  ],
] as const)("E8 a request is matched by %s", async ([, request, same, other]) => {
  const origin = await serve(call({ request }));
  interface Ask {
    query?: string;
    method?: string;
    body?: BodyInit;
    type?: string;
  }
  const ask = async ({ query = "", method = "GET", body, type }: Ask): Promise<number> => {
    const headers = type === undefined ? {} : { "Content-Type": type };
    const response = await fetch(`${origin}/latest${query}`, { method, headers, ...(body !== undefined && { body }) });
    await response.body?.cancel();
    return response.status;
  };
  expect([await ask(same), await ask(other)]).toEqual([200, 404]);
});

test("a request that is not recorded is told so; a stand-in answers what no recording does", async () => {
  const origin = await serve(
    call({ request: { query: "a=1" } }),
    call({ request: { path: "/v1/search", query: "name=Oz" } }),
  );
  expect(await (await fetch(`${origin}/latest?a=2`)).json()).toMatchObject({
    error: "no recording of /latest has this request",
  });
  expect(await (await fetch(`${origin}/v1/search?name=Oz`)).json()).toEqual({ headlines: ["All quiet"] });
  expect(await (await fetch(`${origin}/v1/search?name=Cairo`)).json()).toMatchObject({ results: [{ name: "Cairo" }] });
});

test("of two recordings of a request the later one answers", async () => {
  const origin = await serve(call({ status: 201 }), call({ status: 202 }));
  expect((await fetch(`${origin}/latest`)).status).toBe(202);
});

test("E8 the headers and the body come when they came", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const origin = await serve(call({ timing: { headersMs: 120, bodyMs: 30 } }));
  const answer = fetch(`${origin}/latest`);
  await seen(origin, "waitingForHeaders:1");
  await vi.advanceTimersByTimeAsync(119);
  expect(await seen(origin, "requests:1")).toMatchObject({ waitingForHeaders: 1 });
  await vi.advanceTimersByTimeAsync(1);
  const response = await answer;
  await vi.advanceTimersByTimeAsync(29);
  expect(await seen(origin, "requests:1")).toMatchObject({ openBodies: 1, completed: 0 });
  await vi.advanceTimersByTimeAsync(1);
  expect(await response.json()).toEqual({ headlines: ["All quiet"] });
});

test("E8 the lines of a stream come one by one", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const lines = [
    { atMs: 0, text: "data: 1\n" },
    { atMs: 50, text: "data: 2\n" },
  ];
  const headers = { "content-type": "text/event-stream" };
  const origin = await serve(call({ headers, timing: { headersMs: 0, bodyMs: 80 }, body: { lines } }));
  const response = await fetch(`${origin}/latest`);
  expect(response.headers.get("Content-Type")).toBe("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe("data: 1\n");
  await vi.advanceTimersByTimeAsync(50);
  expect((await reader?.read())?.value).toBe("data: 2\n");
  await vi.advanceTimersByTimeAsync(29);
  expect(await seen(origin, "requests:1")).toMatchObject({ openBodies: 1 });
  await vi.advanceTimersByTimeAsync(1);
  expect((await reader?.read())?.done).toBe(true);
});

test("a recorded upstream misbehaves on request, and answers again afterwards", async () => {
  const origin = await serve(call());
  const ask = async (): Promise<readonly [number, string]> => {
    const response = await fetch(`${origin}/latest`);
    return [response.status, await response.text().catch(() => "cut off")];
  };
  const misbehave = async (recipe: string): Promise<void> => {
    const response = await fetch(`${origin}/misbehave?path=/latest&${recipe}`, { method: "POST" });
    expect(response.status).toBe(204);
  };
  await misbehave("status=503");
  expect(await ask()).toEqual([503, '{"ok":false,"key":"NEWS_ORIGIN","n":1}']);
  await misbehave("truncate");
  expect(await ask()).toEqual([200, "cut off"]);
  await fetch(`${origin}/misbehave`, { method: "DELETE" });
  expect(await ask()).toEqual([200, '{"headlines":["All quiet"]}']);
  expect(await seen(origin, "requests:3")).toMatchObject({ completed: 2, cutShort: 1 });
});

test("the paths of the local upstreams themselves are never replayed", async () => {
  const origin = await serve(call({ request: { path: "/fault" } }));
  expect(await (await fetch(`${origin}/fault`)).json()).toMatchObject({ ok: true });
});
