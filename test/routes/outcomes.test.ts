// Retries, hedges, budgets and breakers, as they show through `POST /gather`.
import { expect, test } from "vitest";
import { withKey } from "../support/settings.ts";
import { corner, gathered, get, outcomes, postGather } from "../support/worker.ts";

test("an upstream that fails once is tried again, and the answer says so", async () => {
  const { fault, seen } = corner();
  const { results, subrequests } = await gathered(
    await postGather({ requests: [{ url: fault("failFirst=1") }] }, withKey("retries-key")),
  );
  expect(results).toMatchObject([{ outcome: "ok", timing: { attempts: 2, hedged: false } }]);
  expect([subrequests, (await seen())["requests"]]).toEqual([2, 2]);
});

/** How the only call of a request ended, its status, and how often it was sent. */
async function only(request: object, key: Parameters<typeof withKey>[0]): Promise<unknown[]> {
  const { results } = await gathered(await postGather({ requests: [request] }, withKey(key)));
  const [result] = Object.values(results);
  return [result?.outcome, result?.status, result?.timing.attempts];
}

test.each([520, 521, 522, 523, 524])(
  "R2 %i, as Cloudflare answers for a dead origin, is tried again",
  async (status) => {
    const { fault } = corner();
    expect(await only({ url: fault(`failFirst=1&failStatus=${status}`) }, "edge-key")).toEqual(["ok", 200, 2]);
  },
);

test.each([525, 526, 530])("R2 %i is not: neither a certificate nor a name mends itself", async (status) => {
  const { fault } = corner();
  expect(await only({ url: fault(`failFirst=1&failStatus=${status}`) }, "edge-key")).toEqual(["http_error", status, 1]);
});

test("R2 with a Retry-After of two minutes it is not tried again either", async () => {
  const { fault } = corner();
  expect(await only({ url: fault("status=522&retryAfter=120") }, "edge-key")).toEqual(["http_error", 522, 1]);
});

test.each(["reset=body", "truncate", "truncate&gzip&framing=chunked"])(
  "R4 a body that breaks is tried again like a connection: %s",
  async (recipe) => {
    const { fault } = corner();
    const url = fault(`failFirst=1&failStatus=200&${recipe}`);
    expect(await only({ url }, "bodies-key")).toEqual(["ok", 200, 2]);
  },
);

test.each([429, 503])(
  "R3 a hedge that is answered %i at once leaves the first attempt to its answer",
  async (status) => {
    const { fault, seen } = corner();
    // Of the key's requests the first two are answered 200, the second one late; the third, which is the hedge, is
    // refused at once.
    const url = fault(`failFirst=2&failStatus=200&slowEvery=2&slowMs=300&status=${status}`);
    await outcomes(await postGather({ requests: [{ url }] }));
    expect(await only({ url, hedgeMs: 20 }, "hedges-key")).toEqual(["ok", 200, 2]);
    expect(await seen()).toMatchObject({ requests: 3 });
  },
);

test.each(["PUT", "DELETE"])("R3 %s is sent once, however long it takes", async (method) => {
  const { fault } = corner();
  expect(await only({ url: fault("delayMs=150"), method, hedgeMs: 20 }, "hedges-key")).toEqual(["ok", 200, 1]);
});

test("R16 what one caller's calls meet opens no breaker for others, nor for a declared upstream", async () => {
  const { fault } = corner();
  const failing = Array.from({ length: 11 }, () => ({ url: fault("status=503"), method: "POST" }));
  const ends = await outcomes(await postGather({ requests: failing, concurrency: 1 }, withKey("failing-key")));
  expect(ends).toEqual([...Array<string>(10).fill("http_error"), "breaker_open"]);
  expect(await outcomes(await postGather({ requests: [{ url: fault() }] }))).toEqual(["ok"]);
  // The stand-ins are at the very origin that has failed.
  expect((await get("/city?name=Lisbon")).headers.get("Gather-Complete")).toBe("true");
});

test("R32 forty requests whose upstream answers 429 send ten more attempts together, not eighty", async () => {
  const { fault, seen } = corner();
  const request = { requests: [{ url: fault("status=429") }] };
  const ends = await Promise.all(
    Array.from({ length: 40 }, async () => outcomes(await postGather(request, withKey("throttled-key")))),
  );
  expect(ends.flat()).toEqual(Array<string>(40).fill("http_error"));
  expect(await seen()).toMatchObject({ requests: 50 });
});

test("R32 forty slow answers are hedged ten times, and once more for each ten that succeed", async () => {
  const { fault, seen } = corner();
  const request = { requests: [{ url: fault("delayMs=400"), hedgeMs: 20 }] };
  const ends = await Promise.all(
    Array.from({ length: 40 }, async () => outcomes(await postGather(request, withKey("slow-key")))),
  );
  expect(ends.flat()).toEqual(Array<string>(40).fill("ok"));
  const { requests = 0 } = await seen();
  expect(requests).toBeGreaterThanOrEqual(50);
  expect(requests).toBeLessThanOrEqual(40 + 10 + 4);
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
  const { results } = await gathered(await postGather({ requests: [{ url, hedgeMs: 40 }] }, withKey("hedges-key")));
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
