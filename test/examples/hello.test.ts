// The program of hello_world() coroutines over HTTP.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { HelloLine } from "../../src/examples/hello.ts";
import { get, linesOf, problem } from "../support/worker.ts";

const Hello = z.strictObject({
  mode: z.string(),
  times: z.number(),
  delayMs: z.number(),
  elapsedMs: z.number(),
  lines: z.array(z.strictObject({ task: z.number(), text: z.string(), atMs: z.number() })),
});

async function hello(query: string): Promise<z.output<typeof Hello>> {
  const response = await get(`/hello?${query}`);
  expect(response.status).toBe(200);
  return Hello.parse(await response.json());
}

test("gathered, every Hello World comes before every Hello Again", async () => {
  const { lines, mode } = await hello("times=3&delayMs=10");
  expect(mode).toBe("concurrent");
  expect(lines.map(({ task, text }) => `${task} ${text}`)).toEqual([
    "1 Hello World",
    "2 Hello World",
    "3 Hello World",
    "1 Hello Again",
    "2 Hello Again",
    "3 Hello Again",
  ]);
});

test("one after the other, each task ends before the next begins", async () => {
  const { lines } = await hello("times=2&delayMs=10&mode=sequential");
  expect(lines.map(({ task, text }) => `${task} ${text}`)).toEqual([
    "1 Hello World",
    "1 Hello Again",
    "2 Hello World",
    "2 Hello Again",
  ]);
});

test("a hundred tasks of nothing end, all of them", async () => {
  const { lines, times } = await hello("times=100&delayMs=0");
  expect([times, lines.length]).toEqual([100, 200]);
});

test("as plain text, prints the program's lines as they happen", async () => {
  const response = await get("/hello?times=3&delayMs=200", { headers: { Accept: "text/plain" } });
  expect(response.headers.get("Content-Type")).toMatch(/^text\/plain/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let first = "";
  while (first.length < "Hello World\n".repeat(3).length) first += (await reader?.read())?.value ?? "";
  expect(first).toBe("Hello World\n".repeat(3));
  let rest = "";
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) rest += read.value;
  expect(rest).toBe("Hello Again\n".repeat(3));
});

test("as NDJSON, says of each line whose it is and when it was printed", async () => {
  const response = await get("/hello?times=2&delayMs=20&mode=sequential", {
    headers: { Accept: "application/x-ndjson" },
  });
  expect(response.headers.get("Content-Type")).toMatch(/^application\/x-ndjson/);
  const lines = (await linesOf(response)).map((line) => HelloLine.parse(line));
  expect(lines.map(({ task, text }) => `${task} ${text}`)).toEqual([
    "1 Hello World",
    "1 Hello Again",
    "2 Hello World",
    "2 Hello Again",
  ]);
  expect(lines.map(({ atMs }) => atMs)).toEqual(lines.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
});

describe("bad input", () => {
  test.each([
    ["times=0", "times"],
    ["times=101", "times"],
    ["times=1.5", "times"],
    ["times=many", "times"],
    ["delayMs=-1", "delayMs"],
    ["delayMs=10001", "delayMs"],
    ["mode=both", "mode"],
    ["delay=5", "delay"],
    ["times=7&delayMs=10000&mode=sequential", "times"],
  ])("%s is refused by name", async (query, field) => {
    const response = await get(`/hello?${query}`);
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toMatchObject([{ field }]);
  });
});
