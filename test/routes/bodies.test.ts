// What the bodies of one request may take, and that it is taken before they are read.
import { describe, expect, test } from "vitest";
import { GatherAnswer } from "../../src/routes/gather/gather-answer.ts";
import { corner, gathered, outcomes, postGather, textOf } from "../support/worker.ts";

/** How often each outcome is among them. */
function tally(ends: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(ends)].map((end) => [end, ends.filter((one) => one === end).length]));
}

describe("R12 sixteen of fifty bodies of 1 MiB have room, where all headers come before the first body", () => {
  test.each(["length", "chunked"])("framing=%s", async (framing) => {
    const { fault } = corner();
    const requests = Array.from({ length: 50 }, () => ({
      url: fault(`bytes=1048576&together=50&framing=${framing}`),
    }));
    const response = await postGather({ requests });
    expect(tally(await outcomes(response))).toEqual({ ok: 16, too_large: 34 });
  });
});

test("R12 sixteen bodies of exactly 1 MiB fit, however they are framed and cut", async () => {
  const { fault } = corner();
  const framings = ["framing=length", "framing=chunked", "framing=chunked&chunkBytes=1000", "gzip"];
  const requests = Array.from({ length: 16 }, (_, index) => ({
    url: fault(`bytes=1048576&together=16&${framings[index % framings.length]}`),
  }));
  expect(tally(await outcomes(await postGather({ requests })))).toEqual({ ok: 16 });
});

test("R12 room that a body declared and did not fill is there for the next", async () => {
  const { fault } = corner();
  const requests = [
    ...Array.from({ length: 20 }, () => ({ url: fault("bytes=1000000"), method: "HEAD" })),
    ...Array.from({ length: 20 }, () => ({ url: fault("bytes=1000000&stall=body"), method: "POST", timeoutMs: 50 })),
    ...Array.from({ length: 16 }, () => ({ url: fault("bytes=1048576") })),
  ];
  // One after the other: a body that stalls keeps its room until its time is over.
  const ends = await outcomes(await postGather({ requests, concurrency: 1 }));
  expect(tally(ends)).toEqual({ ok: 36, timeout: 20 });
});

test("R12 a body that finds no room says so, with its status", async () => {
  const { fault } = corner();
  const requests = Array.from({ length: 17 }, () => ({ url: fault("bytes=1048576&together=17") }));
  const { results } = await gathered(await postGather({ requests }));
  const refused = Object.values(results).filter(({ outcome }) => outcome !== "ok");
  expect(refused).toMatchObject([
    {
      outcome: "too_large",
      status: 200,
      message: expect.stringContaining("than the bodies of one request may have together") as string,
    },
  ]);
});

describe("R14 sixteen texts of 1 MiB that take six times as much when they are written", () => {
  const controls = "bytes=1048576&fill=%01&contentType=text/plain";

  test("five of them make a document of 30 MiB, and the others are too_large without a body", async () => {
    const { fault } = corner();
    const requests = Array.from({ length: 16 }, () => ({ url: fault(controls) }));
    const text = await textOf(await postGather({ requests }));
    expect(text.length).toBeGreaterThan(5 * 6 * 1_048_576);
    expect(text.length).toBeLessThanOrEqual(33_554_432);
    const { results, complete } = GatherAnswer.parse(JSON.parse(text));
    const ends = Object.values(results);
    expect([tally(ends.map(({ outcome }) => outcome)), complete]).toEqual([{ ok: 5, too_large: 11 }, false]);
    for (const { outcome, ...result } of ends) {
      if (outcome === "ok") continue;
      expect(Object.keys(result)).toEqual(["status", "reason", "message", "timing"]);
      expect(result.message).toContain("more than fits into the answer");
    }
  });

  test("in lines each is let go when it has been read, so that all have room", async () => {
    const { fault } = corner();
    const requests = Array.from({ length: 16 }, () => ({ url: fault(controls) }));
    const response = await postGather({ requests }, { Accept: "application/x-ndjson" });
    const text = await textOf(response);
    expect(text.length).toBeGreaterThan(16 * 6 * 1_048_576);
    expect(text).toContain('"complete":true');
  });
});

test("R14 a large document comes whole, in pieces or not", async () => {
  const { fault } = corner();
  const requests = Array.from({ length: 8 }, (_, index) => ({ url: fault(`bytes=${100_000 * (index + 1)}`) }));
  const { results, complete } = await gathered(await postGather({ requests }));
  expect(complete).toBe(true);
  expect(Object.values(results).map(({ body }) => (body as string).length)).toEqual(
    requests.map((_, index) => 100_000 * (index + 1) - 2),
  );
});
