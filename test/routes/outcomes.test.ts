// Retries, hedges, budgets and telling, as they show through `POST /gather`.
import { expect, test } from "vitest";
import { corner, gathered, outcomes, postGather } from "../support/worker.ts";

test("an upstream that fails once is tried again, and the answer says so", async () => {
  const { fault, seen } = corner();
  const { results, subrequests } = await gathered(await postGather({ requests: [{ url: fault("failFirst=1") }] }));
  expect(results).toMatchObject([{ outcome: "ok", timing: { attempts: 2, hedged: false } }]);
  expect([subrequests, (await seen())["requests"]]).toEqual([2, 2]);
});

test("U13 a POST that fails is not tried again", async () => {
  const { fault, seen } = corner();
  const requests = [{ url: fault("failFirst=1"), method: "POST" }];
  expect(await outcomes(await postGather({ requests }))).toEqual(["http_error"]);
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("U12 a Retry-After past the deadline is not waited for", async () => {
  const { fault } = corner();
  const response = await postGather({ requests: [{ url: fault("status=429&retryAfter=5") }], deadlineMs: 1_000 });
  // Had it been waited for, the outcome would be the deadline's.
  expect((await gathered(response)).results).toMatchObject([
    { outcome: "http_error", status: 429, timing: { attempts: 1 } },
  ]);
});

test("U16 a hedge beats an attempt that hangs, whose connection is closed", async () => {
  const { fault, seen } = corner();
  const url = fault("failFirst=1&stall=headers");
  const { results } = await gathered(await postGather({ requests: [{ url, hedgeMs: 40 }] }));
  expect(results).toMatchObject([{ outcome: "ok", timing: { attempts: 2, hedged: true } }]);
  expect(await seen("leftEarly:1")).toMatchObject({ requests: 2 });
});

test("U11 H1 the call after the last subrequest ends as over_budget, and is not sent", async () => {
  const { fault, seen } = corner();
  const requests = Array.from({ length: 21 }, () => ({ url: fault("redirect=2") }));
  const { results, subrequests } = await gathered(await postGather({ requests }));
  const ends = Object.values(results).map(({ outcome }) => outcome);
  expect(ends).toContain("over_budget");
  expect(ends.every((end) => ["ok", "over_budget"].includes(end))).toBe(true);
  expect([subrequests, (await seen())["requests"]]).toEqual([60, 60]);
});

test("Server-Timing names every upstream", async () => {
  const { fault } = corner();
  const response = await postGather({ requests: { "the weather": { url: fault() }, air: { url: fault() } } });
  expect(response.headers.get("Server-Timing")).toMatch(
    /^total;dur=\d+, the_weather;dur=[\d.]+;desc="ok, 1 sent, queued [\d.]+ ms", air;dur=/,
  );
  await response.body?.cancel();
});

test("traceparent is taken from the caller and passed on to every upstream", async () => {
  const { origin } = corner();
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const { results } = await gathered(await postGather({ requests: [{ url: `${origin}/echo` }] }, { traceparent }));
  const sent = Object.values(results)[0]?.["body"] as { headers: Record<string, string> } | undefined;
  expect(sent?.headers["traceparent"]).toMatch(
    /^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[\da-f]{16}-01$/,
  );
});

test("answers carry the headers that keep browsers from misreading them", async () => {
  const { fault } = corner();
  const response = await postGather({ requests: [{ url: fault() }] });
  expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
  await response.body?.cancel();
});
