// `POST /probe` over HTTP, against servers that accept, greet, answer, keep silent, reset, flood, refuse.
import { describe, expect, inject, test } from "vitest";
import type * as z from "zod";
import { ProbeAnswer, ProbeLine } from "../../src/routes/probe/probe-answer.ts";
import { NOBODY, NOBODY_ON_TCP } from "../support/settings.ts";
import { corner, get, linesOf, post, problem, textOf } from "../support/worker.ts";

const talkers = inject("talkers");
type Answer = z.output<typeof ProbeAnswer>;

async function probed(targets: readonly unknown[], limits: Record<string, number> = {}): Promise<Answer> {
  const response = await post("/probe", { targets, ...limits });
  expect(response.status).toBe(200);
  return ProbeAnswer.parse(await response.json());
}

/** The only result. */
async function only(target: unknown, limits: Record<string, number> = {}): Promise<Answer["results"][number]> {
  const { results } = await probed([target], limits);
  const [result] = results;
  if (result === undefined || results.length > 1) expect.fail();
  return result;
}

const aNumber = expect.any(Number) as number;

describe("TCP", () => {
  test("a server that greets is reachable; its greeting is the banner", async () => {
    const { connectMs, firstByteMs, ...result } = await only(talkers.greeter);
    expect(result).toMatchObject({
      target: talkers.greeter,
      reachable: true,
      outcome: "ok",
      banner: "220 greeter of the local upstreams\r\n",
      timing: { attempts: 1, hedged: false },
    });
    expect([connectMs, firstByteMs]).toEqual([aNumber, aNumber]);
    expect(firstByteMs).toBeGreaterThanOrEqual(connectMs ?? Infinity);
  });

  test.skipIf(talkers.redis === undefined)(
    `a real Redis answers PING with PONG (needs redis-server on the PATH; Debian, Ubuntu: apt-get install redis-server)`,
    async () => {
      const result = await only({ url: talkers.redis, send: "PING\r\n" });
      expect(result).toMatchObject({ reachable: true, outcome: "ok", banner: "+PONG\r\n", firstByteMs: aNumber });
    },
  );

  test("a server that accepts and says nothing is reachable, without a banner", async () => {
    const result = await only(talkers.silent);
    expect(result).toMatchObject({ reachable: true, outcome: "ok", connectMs: aNumber, firstByteMs: null });
    expect(result).not.toHaveProperty("banner");
  });

  test("a server that hangs up is reachable, unless it was asked something", async () => {
    expect(await only(talkers.hangsUp)).toMatchObject({ reachable: true, outcome: "ok" });
    const asked = await only({ url: talkers.hangsUp, send: "PING\r\n" });
    expect(asked).toMatchObject({ reachable: false, outcome: "network", connectMs: aNumber });
  });

  test("a server that is asked and does not answer is not reachable", async () => {
    const asked = await only({ url: talkers.silent, send: "PING\r\n" }, { timeoutMs: 300 });
    expect(asked).toMatchObject({ reachable: false, outcome: "timeout", firstByteMs: null });
  });

  test("a line that comes in pieces is one banner; one that does not end is not waited for", async () => {
    expect(await only(talkers.halting)).toMatchObject({ banner: "éè\r\n" });
    expect(await only({ url: talkers.halting, send: "x" })).toMatchObject({ banner: "éè\r\n" });
    expect(await only(talkers.trailing)).toMatchObject({ banner: "login: " });
    expect(await only({ url: talkers.trailing, send: "x" })).toMatchObject({ banner: "login: " });
  });

  test("what is no UTF-8 comes as base64", async () => {
    expect(await only(talkers.binary)).toMatchObject({ banner: "//4K", encoding: "base64" });
  });

  test.each([undefined, "x"])(
    "of a flood 1,024 bytes are kept, also where that cuts a character (send: %j)",
    async (send) => {
      const { banner, encoding } = await only({ url: talkers.floods, send });
      expect([banner, encoding]).toEqual(["é".repeat(512), undefined]);
    },
  );

  test("a server that resets is not reachable, though it accepted", async () => {
    const result = await only(talkers.resets);
    expect(result).toMatchObject({ reachable: false, outcome: "network" });
    expect(result.message).toContain(talkers.resets);
  });

  test("a port that refuses is not reachable, and the message names it", async () => {
    const result = await only(NOBODY_ON_TCP);
    expect(result).toMatchObject({ reachable: false, outcome: "network", connectMs: null, firstByteMs: null });
    expect(result.message).toMatch(/before it was connected \(tcp:\/\/127\.0\.0\.1:1\)/);
  });

  test.each(["tcp://127.0.0.1:25", "tcp://169.254.169.254:80", "tcp://localhost:6379"])(
    "%s is blocked",
    async (target) => {
      expect(await only(target)).toMatchObject({ reachable: false, outcome: "blocked", timing: { attempts: 0 } });
    },
  );
});

describe("HTTP", () => {
  test.each([200, 204, 404, 503])("a server that answers %i is reachable", async (status) => {
    const { fault, seen } = corner();
    const result = await only(fault(`status=${status}`));
    expect(result).toMatchObject({ reachable: true, outcome: "ok", status, connectMs: null, firstByteMs: aNumber });
    expect(await seen()).toMatchObject({ requests: 1 });
  });

  test("R7 a reason phrase with a tab or a byte over 127 costs no target its answer", async () => {
    const { fault } = corner();
    const { results } = await probed([fault("reason=a%09b"), fault("status=404&reason=caf%C3%A9"), fault()]);
    expect(results.map(({ outcome, status }) => [outcome, status])).toEqual([
      ["ok", 200],
      ["ok", 404],
      ["ok", 200],
    ]);
  });

  test("a redirect is an answer, and is not followed", async () => {
    const { fault, seen } = corner();
    expect(await only(fault("redirect=2"))).toMatchObject({ reachable: true, status: 302 });
    expect(await seen()).toMatchObject({ requests: 1 });
  });

  test("U33 a body is cancelled, not read", async () => {
    const { fault, seen } = corner();
    expect(await only(fault("stall=body"))).toMatchObject({ reachable: true, status: 200 });
    expect(await seen("leftEarly:1")).toMatchObject({ openBodies: 0 });
  });

  test("each kind of failure has its outcome", async () => {
    const { fault } = corner();
    const targets = [
      fault("reset=headers"),
      talkers.selfSigned,
      "https://elsewhere.test/",
      `${corner().origin.replace("//", "//user:key@")}/`,
    ];
    const { results, complete } = await probed(targets);
    expect(results.map(({ outcome }) => outcome)).toEqual(["network", "network", "blocked", "blocked"]);
    expect([complete, results.some(({ reachable }) => reachable)]).toEqual([false, false]);
  });

  test("timeoutMs ends a wait for headers that never come", async () => {
    const { fault } = corner();
    expect(await only(fault("stall=headers"), { timeoutMs: 100 })).toMatchObject({
      reachable: false,
      outcome: "timeout",
    });
  });

  test("a breaker neither refuses a probe nor learns of it", async () => {
    for (let failed = 0; failed < 12; failed++) await only(NOBODY);
    expect(await only(NOBODY)).toMatchObject({ outcome: "network", timing: { attempts: 1 } });
    const response = await post("/gather", { requests: [{ url: NOBODY, method: "POST" }] });
    expect(await response.json()).toMatchObject({ results: [{ outcome: "network" }] });
  });
});

describe("many targets", () => {
  test("are all probed at once, told in order, and counted", async () => {
    const { fault } = corner();
    const { results, complete, subrequests } = await probed([talkers.greeter, fault(), { url: fault("status=404") }]);
    expect(results.map(({ reachable }) => reachable)).toEqual([true, true, true]);
    expect({ complete, subrequests }).toEqual({ complete: true, subrequests: 3 });
  });

  test("the same one twice is probed twice", async () => {
    const { fault, seen } = corner();
    expect((await probed([fault(), fault()])).results.length).toBe(2);
    expect(await seen()).toMatchObject({ requests: 2 });
  });

  test("more than six share the slots, and none is blamed for the queue", async () => {
    const { results } = await probed(Array.from({ length: 14 }, () => talkers.trailing));
    expect(results.every(({ banner }) => banner === "login: ")).toBe(true);
  });

  test("U5 a deadline ends them all, and the answer says so", async () => {
    const targets = Array.from({ length: 8 }, () => ({ url: talkers.silent, send: "x" }));
    const { results, complete } = await probed(targets, { deadlineMs: 400 });
    const ends = new Set(results.map(({ outcome }) => outcome));
    expect([complete, ends.isSubsetOf(new Set(["deadline", "not_attempted"]))]).toEqual([false, true]);
  });

  test("where none is reachable that is the answer, and it says so", async () => {
    const response = await post("/probe", { targets: [NOBODY_ON_TCP] });
    expect([response.status, response.headers.get("Gather-Complete"), response.headers.get("Cache-Control")]).toEqual([
      200,
      "false",
      "no-store",
    ]);
    expect(response.headers.get("Server-Timing")).toMatch(/, 127\.0\.0\.1_1;dur=[\d.]+;desc="network, 1 sent, queued/);
    expect(await response.json()).toMatchObject({ complete: false, results: [{ reachable: false }] });
  });
});

describe("deliveries", () => {
  test("H3 NDJSON: a line per target in completion order, then the summary", async () => {
    const { fault } = corner();
    const targets = [fault("delayMs=100"), NOBODY_ON_TCP];
    const response = await post("/probe", { targets }, { Accept: "application/x-ndjson" });
    const lines = (await linesOf(response)).map((line) => ProbeLine.parse(line));
    expect(lines).toMatchObject([
      { type: "result", key: 1, target: NOBODY_ON_TCP, outcome: "network" },
      { type: "result", key: 0, target: targets[0], outcome: "ok", status: 200 },
      { type: "summary", complete: false, subrequests: 2 },
    ]);
  });

  test("H3 server-sent events: result and summary, with ids", async () => {
    const response = await post("/probe", { targets: [talkers.greeter] }, { Accept: "text/event-stream" });
    expect(await textOf(response)).toMatch(
      /^event: result\nid: 1\ndata: \{"type":"result","key":0,|^event: result\nid: 1\ndata: \{"key":0,.*\n\nevent: summary\nid: 2\ndata: \{"complete":true/s,
    );
  });
});

describe("refusals", () => {
  const many = Array.from({ length: 61 }, () => NOBODY_ON_TCP);
  test.each<[string, unknown, string, RegExp]>([
    ["no targets", { targets: [] }, "targets", /at least one/],
    ["targets that are missing", {}, "targets", /missing/],
    ["targets that are no list", { targets: NOBODY_ON_TCP }, "targets", /array/],
    ["more targets than subrequests", { targets: many }, "targets", /61 targets; the limit is 60 /],
    ["an unknown scheme", { targets: [NOBODY, "udp://127.0.0.1:53"] }, "targets[1]", /https:\/\/host/],
    ["what is no URL", { targets: ["example.com"] }, "targets[0]", /https:\/\/host/],
    ["TCP without a port", { targets: ["tcp://example.com"] }, "targets[0]", /tcp:\/\/host:port/],
    ["TCP with a path", { targets: [{ url: "tcp://example.com:1/x" }] }, "targets[0].url", /tcp:\/\/host:port/],
    ["a target of another type", { targets: [7] }, "targets[0]", /./],
    ["something to send over HTTP", { targets: [{ url: NOBODY, send: "x" }] }, "targets[0].send", /tcp:\/\//],
    ["too much to send", { targets: [{ url: NOBODY_ON_TCP, send: "x".repeat(1_025) }] }, "targets[0].send", /1024/],
    [
      "an unknown field of a target",
      { targets: [{ url: NOBODY, retries: 1 }] },
      "targets[0].retries",
      /not a known field/,
    ],
    ["an unknown field", { targets: [NOBODY], mode: "any" }, "mode", /not a known field/],
    ["a timeout of 0", { targets: [NOBODY], timeoutMs: 0 }, "timeoutMs", /./],
    ["a deadline over the longest", { targets: [NOBODY], deadlineMs: 300_000 }, "deadlineMs", /at most 30000/],
  ])("%s: 422 that names the field", async (_what, body, field, message) => {
    const response = await post("/probe", body);
    expect(response.status).toBe(422);
    const { errors } = await problem(response);
    expect(errors).toEqual([{ field, message: expect.stringMatching(message) as string }]);
  });

  test("without a key 401, without JSON 415 and 400, by GET 405", async () => {
    const statuses = await Promise.all([
      post("/probe", { targets: [NOBODY] }, { Authorization: "" }),
      post("/probe", "targets", { "Content-Type": "text/plain" }),
      post("/probe", "{"),
      get("/probe"),
    ]);
    expect(await Promise.all(statuses.map(problem))).toMatchObject([
      { status: 401 },
      { status: 415 },
      { status: 400 },
      { status: 405 },
    ]);
  });
});
