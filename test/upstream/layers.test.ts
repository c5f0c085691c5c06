// The smaller layers, each alone: slot, attempt timeout, redirects, budget, guard, trace context.
import { afterEach, describe, expect, test, vi } from "vitest";
import { Semaphore } from "../../src/gather/index.ts";
import { Alarms } from "../../src/gather/alarms.ts";
import { withAttemptTimeout } from "../../src/upstream/layers/attempt-timeout.ts";
import { Attempt } from "../../src/upstream/call/attempt.ts";
import { Budget } from "../../src/upstream/call/budget.ts";
import type { Answer, Outbound, Send } from "../../src/upstream/call/fetch.ts";
import { withBudget } from "../../src/upstream/layers/budget.ts";
import { USER_AGENT, withGuard } from "../../src/upstream/layers/guard.ts";
import { withRedirects } from "../../src/upstream/layers/redirect.ts";
import { withSlot } from "../../src/upstream/layers/slot.ts";
import { traceContextOf, joinTrace } from "../../src/upstream/request/trace-context.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";
import { answerWith, type Asked, attemptTo, callTo, type FakeAnswer, requestFor, scripted } from "../support/layer.ts";
import { turn } from "../support/turn.ts";

afterEach(() => {
  vi.useRealTimers();
});

function lowered(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}

describe("slot", () => {
  test("U1 holds a request back until a slot is free, and frees it at headers", async () => {
    const slots = new Semaphore(1);
    const [first, second] = [gate<Answer>(), gate<Answer>()];
    const { next, asked } = scripted(first.wait, second.wait);
    const layer = withSlot(next);
    const answers = [
      layer(requestFor(), attemptTo(undefined, undefined, { resources: { slots } })),
      layer(requestFor(), attemptTo(undefined, undefined, { resources: { slots } })),
    ];
    await turn();
    expect(asked.length).toBe(1);
    first.open(answerWith(200));
    await second.reached;
    second.open(answerWith(200));
    await Promise.all(answers);
    expect(slots.free).toBe(1);
  });

  test("U4 reports the grant of a slot to the call, and the wait to its trace", async () => {
    vi.useFakeTimers();
    const slots = new Semaphore(1);
    const release = slots.tryAcquire();
    const steps: string[] = [];
    const attempt = attemptTo(undefined, undefined, { resources: { slots } });
    attempt.whenGranted(() => void steps.push("granted"));
    const next: Send = async () => {
      steps.push("sent");
      return answerWith(200);
    };
    const answer = withSlot(next)(requestFor(), attempt);
    await vi.advanceTimersByTimeAsync(30);
    expect([steps, attempt.call.queuedMs]).toEqual([[], 0]);
    release?.();
    await answer;
    expect([steps, attempt.call.queuedMs]).toEqual([["granted", "sent"], 30]);
  });

  test("U4 a wait that is aborted counts as well", async () => {
    vi.useFakeTimers();
    const slots = new Semaphore(1);
    slots.tryAcquire();
    const controller = new AbortController();
    const attempt = attemptTo("air", controller.signal, { resources: { slots } });
    const answer = withSlot(scripted().next)(requestFor(), attempt).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(30);
    controller.abort("gone");
    expect([await answer, attempt.call.queuedMs]).toEqual(["gone", 30]);
  });

  test("U2 gives the slot back when the request fails or is aborted, queued or sent", async () => {
    const slots = new Semaphore(1);
    const controller = new AbortController();
    const held = gate<Answer>();
    const { next } = scripted((asked: Asked) => held.heed(asked), new Error("refused"));
    const layer = withSlot(next);
    const sent = layer(requestFor(), attemptTo("air", controller.signal, { resources: { slots } }));
    const queued = layer(requestFor(), attemptTo("air", controller.signal, { resources: { slots } }));
    await held.reached;
    controller.abort("gone");
    await expect(sent).rejects.toBe("gone");
    await expect(queued).rejects.toBe("gone");
    await expect(layer(requestFor(), attemptTo(undefined, undefined, { resources: { slots } }))).rejects.toThrow(
      "refused",
    );
    expect(slots.free).toBe(1);
  });
});

/** Answers with the attempt itself, as the real request does, or as `step` says. */
function sending(...steps: (FakeAnswer | Error | ((attempt: Attempt) => Promise<Answer>))[]): Send {
  let sent = 0;
  return async function sendAttempt(_request, attempt) {
    const step = steps[sent++];
    if (step === undefined || step instanceof Error) throw step ?? new Error("sent once more than expected");
    if (typeof step === "function") return step(attempt);
    attempt.response = step.response;
    return attempt;
  };
}

describe("attempt timeout", () => {
  test("U6 covers the body: the answer's signal aborts when the time is over", async () => {
    vi.useFakeTimers();
    const attempt = new Attempt(callTo(undefined, undefined, { limits: { timeoutMs: 100 } }));
    const answer = await withAttemptTimeout(sending(answerWith(200)))(requestFor(), attempt);
    await vi.advanceTimersByTimeAsync(100);
    expect(answer.signal.reason).toMatchObject({ outcome: "timeout", reason: "attempt_timeout", upstream: "air" });
  });

  test("B5 the first byte has a clock of its own, which ends with the headers", async () => {
    vi.useFakeTimers();
    const limits = { timeoutMs: 1_000, firstByteMs: 100 };
    const late = withAttemptTimeout(sending((attempt) => gate<Answer>().heed(attempt)))(
      requestFor(),
      new Attempt(callTo(undefined, undefined, { limits })),
    ).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(100);
    expect(await late).toMatchObject({ outcome: "timeout", reason: "first_byte_timeout" });
    const call = callTo(undefined, undefined, { limits });
    const answer = await withAttemptTimeout(sending(answerWith(200)))(requestFor(), new Attempt(call));
    expect(call.resources.alarms.pending).toBe(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(answer.signal.aborted).toBe(false);
  });

  test("throws its own error, even if fetch rejects with another", async () => {
    vi.useFakeTimers();
    const next = sending(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      throw new Error("a copy of the reason");
    });
    const attempt = new Attempt(callTo(undefined, undefined, { limits: { timeoutMs: 100 } }));
    const answer = withAttemptTimeout(next)(requestFor(), attempt).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toMatchObject({ outcome: "timeout", message: expect.stringContaining("100 ms") as string });
  });

  test("leaves neither alarm nor listener when released, failed or aborted", async () => {
    vi.useFakeTimers();
    const { signal, abort, listeners } = countedSignal();
    const alarms = new Alarms();
    const left = (): number[] => [listeners(), alarms.pending];
    const held = gate<Answer>();
    const layer = withAttemptTimeout(sending(answerWith(200), new Error("refused"), (attempt) => held.heed(attempt)));
    const attempt = (): Attempt => new Attempt(callTo("air", signal, { resources: { alarms } }));
    const answer = await layer(requestFor(), attempt());
    expect(left()).toEqual([1, 1]);
    answer.release();
    expect(left()).toEqual([0, 0]);
    await expect(layer(requestFor(), attempt())).rejects.toThrow("refused");
    expect(left()).toEqual([0, 0]);
    const aborted = layer(requestFor(), attempt());
    abort("gone");
    await expect(aborted).rejects.toBe("gone");
    expect(left()).toEqual([0, 0]);
  });
});

describe("attempt timeout, when its answer is given up", () => {
  test("U33 its clock can be stopped alone, and other limits of the body stay", async () => {
    const controller = new AbortController();
    const alarms = new Alarms();
    const attempt = new Attempt(callTo("air", controller.signal, { resources: { alarms } }));
    const answer = await withAttemptTimeout(sending(answerWith(200)))(requestFor(), attempt);
    answer.untime?.();
    expect([alarms.pending, answer.signal.aborted]).toEqual([0, false]);
    controller.abort("gone");
    expect(answer.signal.reason).toBe("gone");
  });

  test("an abort after the headers calls its alarm off, released or not", async () => {
    const controller = new AbortController();
    const alarms = new Alarms();
    const attempt = new Attempt(callTo("air", controller.signal, { resources: { alarms } }));
    await withAttemptTimeout(sending(answerWith(200)))(requestFor(), attempt);
    expect(alarms.pending).toBe(1);
    controller.abort("gone");
    expect(alarms.pending).toBe(0);
  });
});

describe("redirects", () => {
  const to = (location: string, status = 302): Answer => answerWith(status, { Location: location });

  const sent = (index: number, asked: readonly Outbound[]): string[] => Object.keys(asked[index]?.headers ?? {});
  const all = {
    Accept: "application/json",
    "Accept-Language": "pt",
    "User-Agent": "tests",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    tracestate: "vendor=1",
    "Content-Type": "application/json",
    "Content-Encoding": "gzip",
    "Content-Language": "pt",
    "Content-Location": "/now",
  };
  const secret = {
    Authorization: "Bearer secret",
    Cookie: "a=b",
    "X-Api-Key": "secret",
    "Api-Key": "secret",
    "X-Auth-Token": "secret",
    "Private-Token": "secret",
    "Content-Session": "secret",
    "Accept-Signature": "secret",
    "Idempotency-Key": "1",
    Origin: "https://air.test",
    Referer: "https://air.test/secret",
  };

  test("U23 R6 only harmless headers and those of the body go to another origin", async () => {
    const headers = lowered({ ...all, ...secret });
    const { next, asked } = scripted(to("/same", 307), to("https://other.test/", 307), answerWith(200));
    const request = requestFor("https://air.test/", { method: "POST", body: "body", headers });
    await withRedirects(next)(request, attemptTo());
    expect(sent(1, asked)).toEqual(Object.keys(headers));
    expect(sent(2, asked)).toEqual(Object.keys(lowered(all)));
  });

  test.each(["http://air.test/", "https://air.test:8443/", "https://sub.air.test/"])(
    "R6 %s is another origin, and a redirect back does not bring the dropped headers back",
    async (elsewhere) => {
      const headers = { accept: "application/json", "x-api-key": "secret" };
      const { next, asked } = scripted(to(elsewhere), to("https://air.test/"), answerWith(200));
      await withRedirects(next)(requestFor("https://air.test/", { headers }), attemptTo());
      expect([sent(1, asked), sent(2, asked)]).toEqual([["accept"], ["accept"]]);
    },
  );

  test.each([301, 302, 303])("R6 where %i turns a POST into a GET, no Content-* header goes along", async (status) => {
    const own = { "Content-Digest": "sha-256=:x:", "Content-MD5": "x", "Content-Own": "x", "X-Own": "1" };
    const headers = lowered({ ...own, ...all });
    const { next, asked } = scripted(to("/next", status), answerWith(200));
    await withRedirects(next)(requestFor(undefined, { method: "POST", body: "body", headers }), attemptTo());
    expect(sent(1, asked).toSorted()).toEqual([
      "accept",
      "accept-language",
      "traceparent",
      "tracestate",
      "user-agent",
      "x-own",
    ]);
  });

  test.each([
    [301, "POST", "GET", null],
    [302, "POST", "GET", null],
    [303, "POST", "GET", null],
    [303, "PUT", "GET", null],
    [301, "PUT", "PUT", "body"],
    [307, "POST", "POST", "body"],
    [308, "POST", "POST", "body"],
  ])("%i turns %s into %s", async (status, method, then, body) => {
    const { next, asked } = scripted(to("/next", status), answerWith(200));
    await withRedirects(next)(requestFor(undefined, { method, body: "body" }), attemptTo());
    expect([asked[1]?.method, asked[1]?.body]).toEqual([then, body]);
  });

  test("a streamed body is not sent again", async () => {
    const { next } = scripted(to("/next", 307));
    const request = requestFor(undefined, { method: "POST", body: new ReadableStream() });
    await expect(withRedirects(next)(request, attemptTo())).rejects.toMatchObject({ outcome: "blocked" });
  });

  test("U22 a loop ends at the sixth hop", async () => {
    const { next } = scripted(...Array.from({ length: 6 }, () => to("/again")));
    await expect(withRedirects(next)(requestFor(), attemptTo())).rejects.toMatchObject({ outcome: "blocked" });
  });

  test("U33 the body of every hop is cancelled", async () => {
    const hop = answerWith(302, { Location: "/next" });
    await withRedirects(scripted(hop, answerWith(200)).next)(requestFor(), attemptTo());
    expect(hop.cancelled()).toBe(true);
  });

  test("an invalid Location is refused; a 3xx without one is an answer", async () => {
    const broken = withRedirects(scripted(to("http://[")).next)(requestFor(), attemptTo());
    await expect(broken).rejects.toMatchObject({ outcome: "blocked" });
    expect((await withRedirects(scripted(answerWith(304)).next)(requestFor(), attemptTo())).response.status).toBe(304);
  });
});

describe("budget", () => {
  test("U11 one request more than there is budget for is a typed error and is not sent", async () => {
    const budget = new Budget(2);
    const { next } = scripted(answerWith(200), answerWith(200));
    const layer = withBudget(next);
    const attempt = () => attemptTo(undefined, undefined, { resources: { budget } });
    await layer(requestFor(), attempt());
    await layer(requestFor(), attempt());
    await expect((async () => layer(requestFor(), attempt()))()).rejects.toMatchObject({ outcome: "over_budget" });
    expect(budget.spent).toBe(2);
  });
});

describe("guard", () => {
  const allowedOrigins = new Set(["https://air.test", "http://127.0.0.1:9000"]);
  const attempt = (): Attempt => attemptTo(undefined, undefined, { resources: { allowedOrigins } });
  const refused = async (url: string): Promise<Answer> => withGuard(scripted().next)(requestFor(url), attempt());

  test.each([
    "https://air.test/x",
    "https://AIR.test:443/x",
    "http://127.0.0.1:9000/",
    "http://2130706433:9000/",
    "http://0x7f.0.0.1:9000/",
    "http://0177.0.0.1:9000/",
  ])("U21 %s is a listed origin", async (url) => {
    await withGuard(scripted(answerWith(200)).next)(requestFor(url), attempt());
  });

  test.each([
    "http://air.test/",
    "https://air.test:8443/",
    "https://air.test./",
    "https://sub.air.test/",
    "https://air.test.evil.test/",
    "https://user@air.test/",
    "https://user:password@air.test/",
    "https://evil.test/https://air.test",
    "https://evil.test\\@air.test/",
    "http://127.0.0.1/",
    "http://127.1:9001/",
    "http://[::ffff:127.0.0.1]:9000/",
    "http://[::1]:9000/",
    "http://0.0.0.0:9000/",
    "http://localhost:9000/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "ftp://air.test/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "javascript:1",
    "about:blank",
    "wss://air.test/",
  ])("U21 %s is not, and nothing is sent", async (url) => {
    await expect(refused(url)).rejects.toMatchObject({ outcome: "blocked" });
  });

  async function passed(headers: Record<string, string>): Promise<{ request: Outbound; asked: Outbound | undefined }> {
    const request = requestFor("https://air.test/", { headers: lowered(headers) });
    const { next, asked } = scripted(answerWith(200));
    await withGuard(next)(request, attempt());
    return { request, asked: asked[0] };
  }

  test("U23 strips headers of the connection, the host and the platform, and those that Connection names", async () => {
    const kept = { accept: "text/plain", "user-agent": "tests" };
    const { asked } = await passed({
      ...kept,
      Connection: "close, X-Hop",
      "X-Hop": "1",
      Host: "evil.test",
      TE: "trailers",
      "Proxy-Authorization": "Basic x",
      "CF-Connecting-IP": "192.0.2.1",
    });
    expect(asked?.headers).toEqual(kept);
  });

  test.each([{ "CF-Ray": "1" }, { Upgrade: "h2c" }])("U23 strips %o alone", async (header) => {
    const { asked } = await passed({ "User-Agent": "tests", ...header });
    expect(Object.keys(asked?.headers ?? {})).toEqual(["user-agent"]);
  });

  test("sends a User-Agent if a request has none, and the same object if nothing changes", async () => {
    expect((await passed({})).asked?.headers["user-agent"]).toBe(USER_AGENT);
    const { request, asked } = await passed({ "User-Agent": "tests" });
    expect(asked).toBe(request);
  });

  test("the refusal does not repeat credentials", async () => {
    await expect(refused("https://user:secret@air.test/")).rejects.not.toThrow(/secret/);
  });
});

describe("trace context", () => {
  const parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  test("takes the caller's trace and gives each call its own span", async () => {
    const trace = traceContextOf(new Headers({ traceparent: parent, tracestate: "vendor=1" }));
    const calls: Record<string, string>[] = [{}, {}];
    for (const headers of calls) joinTrace(headers, trace);
    const sent = calls.map((headers) => headers["traceparent"] ?? "");
    for (const header of sent) expect(header).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[\da-f]{16}-01$/);
    expect(new Set([...sent, parent]).size).toBe(3);
    expect(calls[0]?.["tracestate"]).toBe("vendor=1");
  });

  test.each([
    "",
    "garbage",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
  ])("starts a new trace for %o", (traceparent) => {
    const { traceId, flags, state } = traceContextOf(new Headers({ traceparent, tracestate: "vendor=1" }));
    expect(traceId).toMatch(/^(?!0{32})[\da-f]{32}$/);
    expect([traceId.startsWith("4bf92f"), flags, state]).toEqual([false, "00", null]);
  });

  const stateOf = (tracestate: string): string | null =>
    traceContextOf(new Headers({ traceparent: parent, tracestate })).state;

  test.each([
    ["one member", "vendor=1"],
    ["a digit first, and every character a key may have", "0a_-*/@z=1"],
    ["a tenant", "fw529a3039@dt=FfAz98hdf"],
    ["the longest key and value", `${"k".repeat(256)}=${"v".repeat(256)}`],
    ["a value with every kind of character", "a=!x y+:;<>~"],
    ["empty members and white space around members", "a=1, ,\tb=2 ,"],
    ["32 members", Array.from({ length: 32 }, (_, n) => `k${n}=1`).join(",")],
  ])("R11 passes on a tracestate with %s", (_what, state) => {
    expect(stateOf(state)).toBe(state.trim());
  });

  test.each([
    ["a key in capitals", "Vendor=1"],
    ["a key that begins with a sign", "_a=1"],
    ["a space in a key", "a b=1"],
    ["a key of 257 characters", `${"k".repeat(257)}=1`],
    ["no key", "=1"],
    ["no value", "a="],
    ["no equals sign", "a"],
    ["two equals signs", "a=1=2"],
    ["a value of 257 characters", `a=${"v".repeat(257)}`],
    ["a value outside ASCII", "a=\u00e9"],
    ["a space outside ASCII", "a=1\u00a0"],
    ["a control character", "a=1\u00012"],
    ["a tab inside a value", "a=1\t2"],
    ["33 members", Array.from({ length: 33 }, (_, n) => `k${n}=1`).join(",")],
    ["one bad member among good ones", "a=1,B=2"],
    ["nothing in it", " , "],
  ])("R11 drops a tracestate with %s", (_what, state) => {
    expect(stateOf(state)).toBe(null);
  });

  test.each([
    ["00", "00"],
    ["01", "01"],
    ["02", "02"],
    ["03", "03"],
    ["ff", "03"],
    ["fc", "00"],
  ])("R11 keeps the sampled and the random flag of %s, and no other", (given, flags) => {
    const traceparent = `${parent.slice(0, -2)}${given}`;
    expect(traceContextOf(new Headers({ traceparent })).flags).toBe(flags);
  });

  test("keeps the call's own traceparent", () => {
    const headers = { traceparent: parent };
    joinTrace(headers, traceContextOf(new Headers()));
    expect(headers).toEqual({ traceparent: parent });
  });
});
