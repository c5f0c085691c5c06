// The steps of a call, told while it runs: what `"progress": true` adds to a stream of `POST /gather`.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { GatherLine } from "../../src/routes/gather/gather-answer.ts";
import { corner, linesOf, postGather, problem } from "../support/worker.ts";

const NDJSON = { Accept: "application/x-ndjson" };

type Line = z.output<typeof GatherLine>;

async function lines(requests: unknown, rest: object = {}): Promise<Line[]> {
  const response = await postGather({ requests, progress: true, ...rest }, NDJSON);
  return (await linesOf(response)).map((line) => GatherLine.parse(line));
}

/** The steps of `key` as `phase attempt`, and its outcome. */
function told(all: readonly Line[], key: string | number): string[] {
  return all.flatMap((line) => {
    if (line.type === "summary" || line.key !== key) return [];
    return line.type === "progress" ? [`${line.phase} ${line.attempt}`] : [line.outcome];
  });
}

describe("the steps of a call", () => {
  test("it is queued, sent and has its headers before its result is told", async () => {
    const { fault } = corner();
    const all = await lines({ one: { url: fault("bodyDelayMs=20") } });
    expect(told(all, "one")).toEqual(["queued 1", "sent 1", "headers 1", "ok"]);
    expect(all.at(-1)?.type).toBe("summary");
  });

  test("their times are those of its timing", async () => {
    const { fault } = corner();
    const [queued, sent, headers, result] = await lines([{ url: fault("delayMs=30&bodyDelayMs=30") }]);
    if (queued?.type !== "progress" || sent?.type !== "progress" || headers?.type !== "progress") expect.fail();
    if (result?.type !== "result") expect.fail();
    const { startMs, ttfbMs, bodyMs, totalMs } = result.timing;
    const tenths = (ms: number): number => Math.round(ms * 10);
    expect(tenths(queued.atMs)).toBe(tenths(startMs));
    // Each of the numbers is rounded to a tenth by itself.
    expect(Math.abs(tenths(headers.atMs - sent.atMs) - tenths(ttfbMs ?? 0))).toBeLessThanOrEqual(2);
    expect(Math.abs(tenths(startMs + totalMs - headers.atMs) - tenths(bodyMs ?? 0))).toBeLessThanOrEqual(2);
  });

  test("U1 the seventh is queued, and not sent while six wait for headers", async () => {
    const { fault } = corner();
    const all = await lines(
      Array.from({ length: 7 }, () => ({ url: fault("stall=headers") })),
      { deadlineMs: 300 },
    );
    expect(told(all, 5)).toEqual(["queued 1", "sent 1", "deadline"]);
    expect(told(all, 6)).toEqual(["queued 1", "not_attempted"]);
  });

  test("a retry is told when its wait begins, and when that is over", async () => {
    const { fault } = corner();
    const all = await lines([{ url: fault("failFirst=1") }]);
    const second = ["retry 2", "queued 2", "sent 2", "headers 2"];
    expect(told(all, 0)).toEqual(["queued 1", "sent 1", "headers 1", ...second, "ok"]);
  });

  test("a hedge is told, and whose headers came first", async () => {
    const { fault } = corner();
    const all = await lines([{ url: fault("failFirst=1&stall=headers"), hedgeMs: 20 }]);
    expect(told(all, 0)).toEqual(["queued 1", "sent 1", "hedge 2", "sent 2", "headers 2", "ok"]);
  });

  test("a call that is never begun has a result and no step", async () => {
    const { fault } = corner();
    const all = await lines([{ url: fault("status=404") }, { url: fault() }], { mode: "all", concurrency: 1 });
    expect(told(all, 1)).toEqual(["cancelled"]);
  });
});

test("H3 the steps are events of their own where events are asked for", async () => {
  const { fault } = corner();
  const response = await postGather({ requests: [{ url: fault() }], progress: true }, { Accept: "text/event-stream" });
  const names = [...(await response.text()).matchAll(/^event: (\w+)\nid: (\d+)$/gm)].map(([, name, id]) => [name, id]);
  expect(names).toEqual([
    ["progress", "1"],
    ["progress", "2"],
    ["progress", "3"],
    ["result", "4"],
    ["summary", "5"],
  ]);
});

test("nobody is told who did not ask", async () => {
  const { fault } = corner();
  const all = await lines([{ url: fault() }], { progress: false });
  expect(all.map(({ type }) => type)).toEqual(["result", "summary"]);
});

describe("what cannot be told is refused by name", () => {
  test.each([
    ["in one document", true, {}],
    ["for a value that is neither true nor false", "yes", NDJSON],
  ])("%s", async (_what, progress, headers) => {
    const { fault, seen } = corner();
    const refused = await problem(await postGather({ requests: [{ url: fault() }], progress }, headers));
    expect([refused.status, refused.errors?.map(({ field }) => field)]).toEqual([422, ["progress"]]);
    expect(await seen()).toMatchObject({ requests: 0 });
  });
});
