// `POST /gather` over HTTP, against upstreams that misbehave.
import { describe, expect, test } from "vitest";
import { corner, gathered, outcomes, postGather, problem } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";

describe("results", () => {
  test("an array comes back as an array, in order", async () => {
    const { fault } = corner();
    const requests = [{ url: fault("delayMs=30&body=1") }, { url: fault("body=2") }];
    const { results, complete, subrequests } = await gathered(await postGather({ requests }));
    expect(results).toMatchObject([{ body: 1 }, { body: 2 }]);
    expect({ complete, subrequests }).toEqual({ complete: true, subrequests: 2 });
  });

  test("a record comes back under its keys", async () => {
    const { fault } = corner();
    const requests = { weather: { url: fault("body=1") }, 7: { url: fault("body=2") } };
    expect((await gathered(await postGather({ requests }))).results).toMatchObject({
      weather: { body: 1 },
      7: { body: 2 },
    });
  });

  test("JSON is parsed, text is text, anything else is base64, nothing is nothing", async () => {
    const { fault } = corner();
    const requests = {
      json: { url: fault("body=%7B%22a%22%3A1%7D&contentType=application/vnd.api%2Bjson") },
      text: { url: fault("body=h%C3%A9&contentType=text/plain") },
      binary: { url: fault("body=abc&contentType=image/png") },
      nothing: { url: fault("status=204") },
    };
    const { results } = await gathered(await postGather({ requests }));
    expect(results).toMatchObject({
      json: { body: { a: 1 } },
      text: { body: "hé" },
      binary: { body: btoa("abc"), encoding: "base64" },
      nothing: { outcome: "ok", status: 204 },
    });
    expect(results).not.toHaveProperty("nothing.body");
  });

  test.each(["a%09b", "caf%C3%A9"])("R7 the reason phrase %s is legal", async (reason) => {
    const { fault } = corner();
    const response = await postGather({ requests: [{ url: fault(`reason=${reason}&body=%5B1%5D`) }] });
    expect(await response.json()).toMatchObject({ results: [{ outcome: "ok", status: 200, body: [1] }] });
  });

  test("method, headers and body go out; a body that is not a string goes as JSON", async () => {
    const { origin } = corner();
    const requests = [
      { url: `${origin}/echo`, method: "POST", headers: { "X-Own": "1" }, body: { a: [1] } },
      { url: `${origin}/echo`, method: "PUT", headers: { "Content-Type": "text/csv" }, body: "a,b" },
    ];
    const { results } = await gathered(await postGather({ requests }));
    expect(results).toMatchObject([
      { body: { method: "POST", headers: { "x-own": "1", "content-type": "application/json" }, body: '{"a":[1]}' } },
      { body: { method: "PUT", headers: { "content-type": "text/csv" }, body: "a,b" } },
    ]);
  });

  test("JSON that nests too deep to be written again comes back as text, and costs no other result", async () => {
    const { fault } = corner();
    const deep = encodeURIComponent("[".repeat(1_001) + "]".repeat(1_001));
    const response = await postGather({ requests: { deep: { url: fault(`body=${deep}`) }, fine: { url: fault() } } });
    expect((await gathered(response)).results).toMatchObject({
      deep: { outcome: "invalid", body: "[".repeat(1_001) + "]".repeat(1_001) },
      fine: { outcome: "ok" },
    });
  });
});

describe("modes", () => {
  test("H2 settled: some failed is 200, says it is partial, and is never cached", async () => {
    const { fault } = corner();
    const response = await postGather({ requests: { good: { url: fault() }, bad: { url: fault("status=500") } } });
    expect(response.status).toBe(200);
    expect(response.headers.get("Gather-Complete")).toBe("false");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await gathered(response)).toMatchObject({
      complete: false,
      results: { good: { outcome: "ok" }, bad: { outcome: "http_error", status: 500 } },
    });
  });

  test("H2 settled: all failed is 502 and names them", async () => {
    const { fault } = corner();
    const response = await postGather({ requests: { a: { url: fault("status=500") }, b: { url: fault("body=%7B") } } });
    expect(response.status).toBe(502);
    expect(await problem(response)).toMatchObject({
      detail: expect.stringContaining('"a" ended as http_error, "b" ended as invalid') as string,
      results: { a: { outcome: "http_error" }, b: { outcome: "invalid" } },
    });
  });

  test("H2 settled: all out of time is 504", async () => {
    const { fault } = corner();
    const response = await postGather({ requests: [{ url: fault("stall=headers"), timeoutMs: 50 }] });
    expect(response.status).toBe(504);
    expect(await outcomes(response)).toEqual(["timeout"]);
  });

  test("H2 a required one that fails cancels the rest at once and fails the request", async () => {
    const { fault, seen } = corner();
    const requests = {
      must: { url: fault("status=404&delayMs=50"), required: true },
      may: { url: fault("stall=headers") },
    };
    const response = await postGather({ requests });
    expect(response.status).toBe(502);
    expect(await problem(response)).toMatchObject({
      detail: 'upstream "must" ended as http_error, but is required',
      results: { must: { outcome: "http_error" }, may: { outcome: "cancelled" } },
    });
    await seen("leftEarly:1");
  });

  test("all: one failure cancels the others, and those not begun are never sent", async () => {
    const { fault, seen } = corner();
    const requests = [{ url: fault("status=404&delayMs=30") }, { url: fault("stall=headers") }, { url: fault() }];
    const response = await postGather({ requests, mode: "all", concurrency: 2 });
    expect(response.status).toBe(502);
    expect(await outcomes(response)).toEqual(["http_error", "cancelled", "cancelled"]);
    expect(await seen()).toMatchObject({ requests: 2 });
  });

  test("any: the first success wins, the others are cancelled", async () => {
    const { fault, seen } = corner();
    const requests = [{ url: fault("stall=headers") }, { url: fault("delayMs=30") }, { url: fault("status=404") }];
    const response = await postGather({ requests, mode: "any" });
    expect(response.headers.get("Gather-Complete")).toBe("true");
    expect(await outcomes(response)).toEqual(["cancelled", "ok", "http_error"]);
    await seen("leftEarly:1");
  });

  test("count: so many successes are enough", async () => {
    const { fault } = corner();
    const requests = [{ url: fault("stall=headers") }, { url: fault() }, { url: fault() }];
    const response = await postGather({ requests, mode: { count: 2 } });
    expect(response.status).toBe(200);
    expect(await outcomes(response)).toEqual(["cancelled", "ok", "ok"]);
  });

  test("count: too few successes are a failure, told as soon as it is certain, whatever had succeeded by then", async () => {
    const { fault } = corner();
    const requests = [{ url: fault("status=404&delayMs=30") }, { url: fault("stall=headers") }, { url: fault() }];
    const response = await postGather({ requests, mode: { count: 3 } });
    expect([response.status, response.headers.get("Gather-Complete")]).toEqual([502, "false"]);
    expect(await outcomes(response)).toEqual(["http_error", "cancelled", "ok"]);
  });
});

describe("slots and clocks", () => {
  test("U1 never more than six of twelve requests wait for headers, and all are answered", async () => {
    const { fault, seen } = corner();
    const requests = Array.from({ length: 12 }, () => ({ url: fault("delayMs=100") }));
    expect(await outcomes(await postGather({ requests }))).toEqual(Array(12).fill("ok"));
    expect(await seen("completed:12")).toMatchObject({ requests: 12, peakWaitingForHeaders: 6 });
  });

  test("U1 a slot is given back at headers: twelve slow bodies are read at once", async () => {
    const { fault, seen } = corner();
    const requests = Array.from({ length: 12 }, () => ({ url: fault("bodyDelayMs=300") }));
    expect(await outcomes(await postGather({ requests }))).toEqual(Array(12).fill("ok"));
    expect(await seen("completed:12")).toMatchObject({ peakOpenBodies: 12 });
  });

  test("U4 an upstream is not blamed for the queue: thirty slow ones in six slots, none times out", async () => {
    const { fault } = corner();
    const requests = Array.from({ length: 30 }, () => ({ url: fault("delayMs=100"), timeoutMs: 400 }));
    const response = await postGather({ requests });
    const { results, elapsedMs } = await gathered(response);
    expect(elapsedMs).toBeGreaterThan(400);
    expect(Object.values(results).map(({ outcome }) => outcome)).toEqual(Array(30).fill("ok"));
  });

  test("U5 calls that the deadline finds in the queue were never sent, and are told apart from those it cut off", async () => {
    const { fault, seen } = corner();
    const requests = Array.from({ length: 8 }, () => ({ url: fault("stall=headers") }));
    const response = await postGather({ requests, deadlineMs: 300 });
    expect(response.status).toBe(504);
    expect(await outcomes(response)).toEqual([...Array<string>(6).fill("deadline"), "not_attempted", "not_attempted"]);
    expect(await seen("leftEarly:6")).toMatchObject({ requests: 6 });
  });

  test("U6 a body that stalls ends the call on time", async () => {
    const { fault, seen } = corner();
    const response = await postGather({ requests: [{ url: fault("stall=body"), timeoutMs: 100 }] });
    expect((await gathered(response)).results).toMatchObject([
      { outcome: "timeout", message: expect.stringContaining("100 ms attempt timeout") as string },
    ]);
    await seen("leftEarly:1");
  });

  test("U7 an upstream is cut off early enough to answer by the deadline", async () => {
    const { fault, seen } = corner();
    const response = await postGather({ requests: [{ url: fault("stall=headers") }], deadlineMs: 400 });
    expect((await gathered(response)).results).toMatchObject([
      { outcome: "deadline", message: expect.stringContaining("400 ms (less 50 ms to answer in)") as string },
    ]);
    await seen("leftEarly:1");
  });
});

describe("redirects and the guard", () => {
  test("U11 every hop of a redirect is counted, as the upstream counts it", async () => {
    const { fault, seen } = corner();
    const { subrequests } = await gathered(await postGather({ requests: [{ url: fault("redirect=5") }] }));
    expect([subrequests, (await seen())["requests"]]).toEqual([6, 6]);
  });

  test("U22 a sixth hop is refused", async () => {
    const { fault } = corner();
    expect(await outcomes(await postGather({ requests: [{ url: fault("redirect=6") }] }))).toEqual(["blocked"]);
  });

  test("U22 a redirect to an origin that is not allowed is refused at that hop", async () => {
    const { fault } = corner();
    const to = encodeURIComponent("http://127.0.0.1:2/secret");
    const { results, subrequests } = await gathered(
      await postGather({ requests: [{ url: fault(`redirectTo=${to}`) }] }),
    );
    expect(results).toMatchObject([
      { outcome: "blocked", message: expect.stringContaining("http://127.0.0.1:2") as string },
    ]);
    expect(subrequests).toBe(1);
  });

  test.each([
    "https://example.com/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost/",
    "http://metadata.google.internal/",
    "http://169.254.169.254/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "blob:https://example.com/1",
  ])("U21 %s is not allowed, and nothing is sent", async (url) => {
    const { results, subrequests } = await gathered(await postGather({ requests: [{ url }] }));
    expect(results).toMatchObject([{ outcome: "blocked", timing: { attempts: 0 } }]);
    expect(subrequests).toBe(0);
  });

  test("U21 other spellings of an allowed origin are either that origin or refused", async () => {
    const { origin, fault } = corner();
    const { port } = new URL(origin);
    const same = [`http://2130706433:${port}/echo`, `http://0x7f000001:${port}/echo`];
    const other = [
      `http://127.0.0.1.:${port}/echo`,
      `http://user:pw@127.0.0.1:${port}/echo`,
      `http://localhost:${port}/echo`,
    ];
    const requests = [...same, ...other, fault()].map((url) => ({ url }));
    const ends = await outcomes(await postGather({ requests }));
    // WHATWG URLs drop an IPv4 address's trailing dot, so that the first of the others is the listed origin as well.
    expect(ends).toEqual(["ok", "ok", "ok", "blocked", "blocked", "ok"]);
  });

  test("U23 hop-by-hop, host and cf-* headers never leave, and a User-Agent always does", async () => {
    const { origin } = corner();
    const headers = {
      Connection: "X-Hop",
      "X-Hop": "1",
      "Keep-Alive": "5",
      TE: "trailers",
      "CF-Connecting-IP": "1.2.3.4",
      Upgrade: "h2c",
    };
    const { results } = await gathered(await postGather({ requests: [{ url: `${origin}/echo`, headers }] }));
    const sent =
      (Object.values(results)[0]?.["body"] as { headers: Record<string, string> } | undefined)?.headers ?? {};
    expect(sent["user-agent"]).toBe(PROJECT_NAME);
    for (const name of ["x-hop", "keep-alive", "te", "cf-connecting-ip", "upgrade"])
      expect(sent).not.toHaveProperty(name);
  });

  test("U24 a body over the cap ends as too_large: declared, chunked or compressed", async () => {
    const { fault } = corner();
    const recipes = ["bytes=3000000", "bytes=3000000&framing=chunked", "bytes=3000000&gzip"];
    const requests = recipes.map((recipe) => ({ url: fault(recipe) }));
    expect(await outcomes(await postGather({ requests }))).toEqual(Array(3).fill("too_large"));
  });
});

describe("bad input", () => {
  const url = "https://upstream.test/";
  const numbered = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "1"]));
  const valid = { requests: [{ url }] };

  test.each<[string, unknown, number, string]>([
    ["no JSON", "{", 400, "(body)"],
    ["50,000 opening brackets", "[".repeat(50_000), 400, "(body)"],
    ["nothing at all", "", 400, "(body)"],
    ["another type", [], 422, "(body)"],
    ["no requests field", {}, 422, "requests"],
    ["no requests in it", { requests: [] }, 422, "requests"],
    ["no requests in the record", { requests: {} }, 422, "requests"],
    ["5,000 requests", { requests: Array.from({ length: 5_000 }, () => ({ url })) }, 422, "requests"],
    ["a request of the wrong type", { requests: ["https://upstream.test/"] }, 422, "requests[0]"],
    ["a missing url", { requests: [{}] }, 422, "requests[0].url"],
    ["a url of the wrong type", { requests: { air: { url: 5 } } }, 422, "requests.air.url"],
    ["a url that is none", { requests: [{ url: "/relative" }] }, 422, "requests[0].url"],
    ["a method in the wrong case", { requests: [{ url, method: "get" }] }, 422, "requests[0].method"],
    ["a method nobody knows", { requests: [{ url, method: "BREW" }] }, 422, "requests[0].method"],
    ["a header that none may be", { requests: [{ url, headers: { "a b": "c" } }] }, 422, "requests[0].headers.a b"],
    ["a header value of the wrong type", { requests: [{ url, headers: { a: 1 } }] }, 422, "requests[0].headers.a"],
    ["a body on GET", { requests: [{ url, body: "x" }] }, 422, "requests[0].body"],
    ["a timeout of zero", { requests: [{ url, timeoutMs: 0 }] }, 422, "requests[0].timeoutMs"],
    ["a timeout that is a string", { requests: [{ url, timeoutMs: "5" }] }, 422, "requests[0].timeoutMs"],
    ["a misspelt field", { requests: [{ url, timeout: 5 }] }, 422, "requests[0].timeout"],
    ["an unknown mode", { ...valid, mode: "some" }, 422, "mode"],
    ["a count of none", { ...valid, mode: { count: 0 } }, 422, "mode.count"],
    ["a count over the requests", { ...valid, mode: { count: 2 } }, 422, "mode.count"],
    ["a deadline over the maximum", { ...valid, deadlineMs: 30_001 }, 422, "deadlineMs"],
    ["a negative deadline", { ...valid, deadlineMs: -1 }, 422, "deadlineMs"],
    ["a fractional concurrency", { ...valid, concurrency: 1.5 }, 422, "concurrency"],
    [
      "required where only some are to succeed",
      { requests: [{ url, required: true }], mode: "any" },
      422,
      "requests[0].required",
    ],
    ["__proto__ as a field", `{"__proto__":{},"requests":[{"url":"${url}"}]}`, 422, "__proto__"],
    [
      "__proto__ as a key",
      `{"requests":{"a":{"url":"${url}"},"__proto__":{"url":"${url}"}}}`,
      422,
      "requests.__proto__",
    ],
    ["__proto__ escaped", `{"requests":{"\\u005f_proto__":{"url":"${url}"}}}`, 422, "requests.__proto__"],
    ["__proto__ in a request", `{"requests":[{"url":"${url}","__proto__":{}}]}`, 422, "requests[0].__proto__"],
    [
      "__proto__ in headers",
      `{"requests":[{"url":"${url}","headers":{"__proto__":"x"}}]}`,
      422,
      "requests[0].headers.__proto__",
    ],
    ["200,000 numbers for requests", { requests: Array(200_000).fill(0) }, 422, "requests"],
    [
      "JSON nested 1,001 deep",
      `{"requests":[{"url":"${url}","method":"POST","body":${'{"1":'.repeat(1_000)}1${"}".repeat(1_000)}}]}`,
      422,
      "(body)",
    ],
    ["101 headers", { requests: [{ url, headers: numbered(101) }] }, 422, "requests[0].headers"],
    ["25,000 headers", { requests: [{ url, headers: numbered(25_000) }] }, 422, "requests[0].headers"],
    ["an empty header name", { requests: [{ url, headers: { "": "x" } }] }, 422, "requests[0].headers."],
    ["a line break in a header", { requests: [{ url, headers: { a: "b\r\nc: d" } }] }, 422, "requests[0].headers.a"],
    ["a key of 300 characters", { requests: { ["k".repeat(300)]: { url } } }, 422, `requests.${"k".repeat(256)}`],
    ["3 MB of JSON", { requests: [{ url, method: "POST", body: "x".repeat(3_000_000) }] }, 413, "(body)"],
  ])("H5 %s is refused by name", async (_what, body, status, field) => {
    const response = await postGather(body);
    const { errors, detail } = await problem(response);
    expect([response.status, errors?.[0]?.field]).toEqual([status, field]);
    expect(detail).toContain(field);
  });

  test("a Connection header that no proxy would write is stripped like any other", async () => {
    const { origin } = corner();
    const requests = [{ url: `${origin}/echo`, headers: { Connection: "a b, , X-Hop", "X-Hop": "1" } }];
    const { results } = await gathered(await postGather({ requests }));
    expect(results).toMatchObject([{ outcome: "ok" }]);
    expect(results).not.toHaveProperty("0.body.headers.x-hop");
  });

  test.each(["gzip", "GZIP", "br", "deflate", "identity, gzip", "x-unknown"])(
    "R26 a body that is encoded as %s is 415, and the answer says what would do",
    async (encoding) => {
      const response = await postGather(valid, { "Content-Encoding": encoding });
      expect([response.status, response.headers.get("Accept-Encoding")]).toEqual([415, "identity"]);
      const { type, errors } = await problem(response);
      expect([type, errors?.[0]?.field]).toEqual([problemType("body-encoded"), "Content-Encoding"]);
    },
  );

  test.each(["identity", "Identity", ""])("R26 a body that is encoded as %o is read", async (encoding) => {
    const body = { requests: [{ url: corner().fault() }] };
    expect((await postGather(body, { "Content-Encoding": encoding })).status).toBe(200);
  });

  test("H5 a body that is not called JSON is 415", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) {
      const response = await postGather(valid, { "Content-Type": type });
      expect([response.status, (await problem(response)).errors?.[0]?.field]).toEqual([415, "Content-Type"]);
    }
  });
});
