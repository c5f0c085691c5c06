// One plan, three deliveries: what `POST /gather` streams.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { GatherLine } from "../../src/routes/gather/gather-answer.ts";
import { corner, get, linesOf, post, postGather, problem } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

const Line = z.looseObject({ type: z.string() });
type Line = z.output<typeof Line>;

const NDJSON = { Accept: "application/x-ndjson" };
const SSE = { Accept: "text/event-stream" };

async function lines(response: Response): Promise<Line[]> {
  return (await linesOf(response)).map((line) => Line.parse(GatherLine.parse(line)));
}

/** Reads a stream part by part, as they come. */
function parts(response: Response, end: string): { next: () => Promise<string>; cancel: () => Promise<void> } {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = "";
  return {
    async next() {
      while (!buffered.includes(end)) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error(`the stream ended with ${JSON.stringify(buffered)}`);
        buffered += value;
      }
      const at = buffered.indexOf(end) + end.length;
      const part = buffered.slice(0, at);
      buffered = buffered.slice(at);
      return part;
    },
    cancel: async () => reader?.cancel(),
  };
}

describe("NDJSON", () => {
  test("H3 one whole line per result in completion order, then a summary", async () => {
    const { fault } = corner();
    const requests = {
      slow: { url: fault("delayMs=900") },
      fast: { url: fault() },
      bad: { url: fault("status=404&delayMs=300") },
    };
    const response = await postGather({ requests }, NDJSON);
    expect([response.status, response.headers.get("Content-Type")]).toEqual([
      200,
      "application/x-ndjson; charset=utf-8",
    ]);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await lines(response)).toMatchObject([
      { type: "result", key: "fast", outcome: "ok", body: { ok: true } },
      { type: "result", key: "bad", outcome: "http_error", status: 404 },
      { type: "result", key: "slow", outcome: "ok" },
      { type: "summary", complete: false, subrequests: 3 },
    ]);
  });

  test("a failure cancels the others at once, also when the client reads nothing", async () => {
    const { fault, seen } = corner();
    const requests = [{ url: fault("status=404&delayMs=30"), required: true }, { url: fault("stall=headers") }];
    const response = await postGather({ requests, deadlineMs: 20_000 }, NDJSON);
    await seen("leftEarly:1");
    expect((await lines(response)).at(-1)).toMatchObject({ type: "summary", problem: { status: 502 } });
  });

  test("an array's results carry their index", async () => {
    const { fault } = corner();
    const response = await postGather({ requests: [{ url: fault() }] }, NDJSON);
    expect((await lines(response))[0]).toMatchObject({ key: 0 });
  });

  test("a result is there while others are still on their way", async () => {
    const { fault, seen } = corner();
    const response = await postGather(
      { requests: { never: { url: fault("stall=headers") }, fast: { url: fault() } } },
      NDJSON,
    );
    const stream = parts(response, "\n");
    expect(Line.parse(JSON.parse(await stream.next()))).toMatchObject({ key: "fast" });
    expect(await seen()).toMatchObject({ waitingForHeaders: 1 });
    await stream.cancel();
  });

  test("H3 H4 a failure is told in the stream, which ends well-formed: every request has its line, the summary its problem", async () => {
    const { fault } = corner();
    const requests = [{ url: fault("status=404&delayMs=40") }, { url: fault("stall=headers") }, { url: fault() }];
    const told = await lines(await postGather({ requests, mode: "all", concurrency: 2 }, NDJSON));
    expect(
      told
        .slice(0, -1)
        .map(({ outcome }) => outcome)
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(["cancelled", "cancelled", "http_error"]);
    expect(told.at(-1)).toMatchObject({
      type: "summary",
      complete: false,
      problem: { type: problemType("upstream-failed"), status: 502 },
    });
  });

  test("U5 what the deadline leaves unsent is told as well", async () => {
    const { fault } = corner();
    const requests = Array.from({ length: 14 }, () => ({ url: fault("stall=headers") }));
    const told = await lines(await postGather({ requests, deadlineMs: 200 }, NDJSON));
    const ends = told.slice(0, -1).map(({ outcome }) => outcome);
    expect(ends.filter((end) => end === "deadline").length).toBe(6);
    expect(ends.filter((end) => end === "not_attempted").length).toBe(8);
    expect(told.at(-1)).toMatchObject({ type: "summary", problem: { status: 504 } });
  });

  test("a refusal is a refusal, not a stream", async () => {
    expect((await problem(await postGather({ requests: [] }, NDJSON))).status).toBe(422);
  });
});

describe("server-sent events", () => {
  test("H3 result and summary events with rising ids", async () => {
    const { fault } = corner();
    const response = await postGather({ requests: [{ url: fault() }, { url: fault("delayMs=50") }] }, SSE);
    expect(response.headers.get("Content-Type")).toBe("text/event-stream; charset=utf-8");
    const events = (await response.text()).split("\n\n").filter((event) => event !== "");
    expect(events.map((event) => /^event: (\w+)\nid: (\d+)\ndata: (\{.*\})$/.exec(event)?.slice(1, 3))).toEqual([
      ["result", "1"],
      ["result", "2"],
      ["summary", "3"],
    ]);
    expect(JSON.parse(events[2]?.split("data: ")[1] ?? "")).toMatchObject({ complete: true, subrequests: 2 });
  });
});

describe("which one", () => {
  test.each([
    ["", "application/json"],
    ["*/*", "application/json"],
    ["application/json, text/event-stream;q=0.5", "application/json"],
    ["text/event-stream, application/json;q=0.5", "text/event-stream"],
    ["application/x-ndjson", "application/x-ndjson"],
    ["application/ndjson", "application/ndjson"],
    ["application/jsonl", "application/jsonl"],
    ["application/x-jsonlines", "application/x-jsonlines"],
    ["Application/JSONL", "application/jsonl"],
    ["application/json;q=0.5, application/jsonl", "application/jsonl"],
    ["text/html", "application/json"],
  ])("Accept: %s gets %s", async (Accept, type) => {
    const { fault } = corner();
    const response = await postGather({ requests: [{ url: fault() }] }, { Accept });
    expect(response.headers.get("Content-Type")).toMatch(new RegExp(`^${type}(;|$)`));
    await response.body?.cancel();
  });

  test.each(["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"])(
    "R26 every route that streams lines does so as %s",
    async (Accept) => {
      const { fault } = corner();
      const routes = [
        () => postGather({ requests: [{ url: fault() }] }, { Accept }),
        () => post("/probe", { targets: [fault()] }, { Accept }),
        () => get("/city?name=Lisbon", { headers: { Accept } }),
        () => get("/hello?times=1&delayMs=0", { headers: { Accept } }),
      ];
      for (const ask of routes) {
        const answer = await ask();
        expect(answer.headers.get("Content-Type")).toBe(`${Accept}; charset=utf-8`);
        expect((await linesOf(answer)).length).toBeGreaterThan(1);
      }
    },
  );
});
