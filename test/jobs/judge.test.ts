// Whether a result is the last word on a request.
import { describe, expect, test } from "vitest";
import { judge } from "../../src/jobs/judge.ts";

const result = (outcome: string, status?: number, changes: { attempts?: number; retryAfterMs?: number } = {}) => {
  return { outcome, status, attempts: 1, retryAfterMs: 0, ...changes };
};

describe("J0 puts off, whatever the method", () => {
  test.each([
    ["429", result("http_error", 429)],
    ["an open breaker", result("breaker_open", undefined, { attempts: 0 })],
    ["no subrequest left", result("over_budget", undefined, { attempts: 0 })],
    ["no time left", result("not_attempted", undefined, { attempts: 0 })],
  ])("%s", (_what, judged) => {
    for (const once of [true, false]) {
      expect(judge(judged, once, 0)).toMatchObject({ what: "later", tried: true });
      expect(judge(judged, once, 10)).toEqual({ what: "settle" });
    }
  });

  test("as long as the Retry-After says, and longer each time", () => {
    expect(judge(result("http_error", 429, { retryAfterMs: 7_000 }), false, 0)).toMatchObject({
      waitMs: 7_000,
      pauses: true,
    });
    const waits = [0, 1, 2, 9].map((putOffs) => judge(result("http_error", 429), false, putOffs));
    expect(waits.map((verdict) => verdict.what === "later" && verdict.waitMs)).toEqual([1_000, 2_000, 4_000, 300_000]);
  });
});

describe("what failed in passing", () => {
  test.each([
    ["network", result("network")],
    ["timeout", result("timeout")],
    ["503", result("http_error", 503)],
    ["Cloudflare's 522", result("http_error", 522)],
  ])("%s is tried again twice, unless it must not be sent twice", (_what, judged) => {
    expect([0, 1, 2].map((putOffs) => judge(judged, false, putOffs).what)).toEqual(["later", "later", "settle"]);
    expect(judge(judged, true, 0)).toEqual({ what: "settle" });
  });
});

test("I8 what was cut off is lost where it must not be sent twice and was sent, and tried again otherwise", () => {
  for (const outcome of ["deadline", "cancelled", "client_gone"]) {
    expect(judge(result(outcome), true, 0)).toEqual({ what: "lost" });
    expect(judge(result(outcome, undefined, { attempts: 0 }), true, 0)).toMatchObject({ what: "later", tried: false });
    expect(judge(result(outcome), false, 0)).toMatchObject({ what: "later", tried: true });
    expect(judge(result(outcome), false, 10)).toEqual({ what: "settle" });
  }
});

test.each([
  ["ok", 200],
  ["http_error", 404],
  ["http_error", 530],
  ["invalid", 200],
  ["too_large", 200],
  ["blocked", undefined],
])("%s %s is the last word", (outcome, status) => {
  expect(judge(result(outcome, status), false, 0)).toEqual({ what: "settle" });
});
