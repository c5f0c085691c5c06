// `transform` of `POST /gather`: the caller's code in a child isolate, and what it may try there.
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { GatherLine, TransformedAnswer } from "../../src/routes/gather/gather-answer.ts";
import { corner, get, linesOf, postGather, problem, textOf } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

/** Gathers one upstream that answers `7`, and has `transform` make something of it. */
async function transformed(transform: string, more: object = {}, headers: Record<string, string> = {}) {
  const { fault } = corner();
  return postGather({ requests: { n: { url: fault("body=7") } }, transform, ...more }, headers);
}

async function answered(response: Response): Promise<z.output<typeof TransformedAnswer>> {
  return TransformedAnswer.parse(await response.json());
}

const KIND = problemType("transform-");

describe("what it makes", () => {
  test("stands in place of the results, beside what every answer says of itself", async () => {
    const response = await transformed("export default ({ results }) => results.n.body * 6");
    expect([response.status, response.headers.get("Gather-Complete"), response.headers.get("Cache-Control")]).toEqual([
      200,
      "true",
      "no-store",
    ]);
    expect(await answered(response)).toEqual({
      complete: true,
      elapsedMs: expect.any(Number) as number,
      subrequests: 1,
      transformed: 42,
    });
  });

  test("it is given the answer as it would be without it, and may take its time", async () => {
    const response = await transformed("export default async (answer) => (await scheduler.wait(5), answer)");
    expect((await answered(response)).transformed).toMatchObject({
      complete: true,
      subrequests: 1,
      results: { n: { outcome: "ok", status: 200, body: 7, timing: { attempts: 1 } } },
    });
  });

  test("what it makes of a part says that it is one", async () => {
    const { fault } = corner();
    const response = await postGather({
      requests: { good: { url: fault("body=1") }, bad: { url: fault("status=404") } },
      transform: "export default ({ complete, results }) => [complete, results.bad.outcome]",
    });
    expect([response.status, response.headers.get("Gather-Complete")]).toEqual([200, "false"]);
    expect(await answered(response)).toMatchObject({ complete: false, transformed: [false, "http_error"] });
  });

  test("upstreams that use up their time leave it its own", async () => {
    const { fault } = corner();
    const response = await postGather({
      requests: { good: { url: fault("body=1") }, slow: { url: fault("stall=headers") } },
      deadlineMs: 3_000,
      transform: "export default ({ results }) => results.slow.outcome",
    });
    expect(await answered(response)).toMatchObject({ complete: false, transformed: "deadline" });
  });

  test("any JSON, as JSON.stringify writes it", async () => {
    const source = `export default () => ({ ["__proto__"]: 1, lost: undefined, none: NaN, at: new Date(0), text: "\\ud800</script>" })`;
    expect(JSON.stringify((await answered(await transformed(source))).transformed)).toBe(
      '{"__proto__":1,"none":null,"at":"1970-01-01T00:00:00.000Z","text":"\\ud800</script>"}',
    );
    for (const [code, value] of [
      ["null", null],
      ["false", false],
      ["''", ""],
      ["[[]]", [[]]],
    ] as const)
      expect((await answered(await transformed(`export default () => ${code}`))).transformed).toEqual(value);
  });

  test("a failed gather is told as ever, and nothing is transformed", async () => {
    const { fault } = corner();
    const transform = "export default () => { throw new Error('not to be run') }";
    const response = await postGather({ requests: { n: { url: fault("status=500") } }, transform });
    expect(await problem(response)).toMatchObject({ status: 502, type: problemType("upstream-failed") });
  });
});

describe("in a stream", () => {
  const Lines = z.array(GatherLine);

  test("results come as they do, and the summary brings what it made of them", async () => {
    const source = "export default ({ results }) => ({ sum: results.n.body + 1 })";
    const lines = Lines.parse(await linesOf(await transformed(source, {}, { Accept: "application/x-ndjson" })));
    expect(lines).toMatchObject([
      { type: "result", key: "n", body: 7 },
      { type: "summary", complete: true, transformed: { sum: 8 } },
    ]);
    const events = await textOf(await transformed(source, {}, { Accept: "text/event-stream" }));
    expect(events).toContain('"transformed":{"sum":8}');
  });

  test("where it fails, the summary has the problem", async () => {
    const source = "export default () => { throw new Error('oops') }";
    const lines = Lines.parse(await linesOf(await transformed(source, {}, { Accept: "application/x-ndjson" })));
    expect(lines[0]).toMatchObject({ type: "result", key: "n" });
    expect(lines[1]).toMatchObject({
      type: "summary",
      complete: false,
      problem: { type: `${KIND}failed`, status: 422, errors: [{ field: "transform" }] },
    });
    expect(lines[1]).not.toHaveProperty("transformed");
  });
});

describe("what it keeps in its module", () => {
  const source = `let n = 0; export default () => [++n, ${JSON.stringify(crypto.randomUUID())}][0]`;
  const count = async (key: string): Promise<unknown> =>
    (await answered(await transformed(source, {}, { Authorization: `Bearer ${key}` }))).transformed;

  test("another caller with the same source does not find", async () => {
    expect([await count("test-key"), await count("test-key"), await count("another-key")]).toEqual([1, 2, 1]);
  });
});

describe("attacks", () => {
  const never = "new Promise(() => {})";

  test.each<[what: string, kind: string, source: string, message: RegExp]>([
    // Modules
    ["no JavaScript", "invalid", "export default (=> 1", /could not be loaded: .*Unexpected token/],
    ["TypeScript", "invalid", "export default (a: string) => a", /Unexpected token/],
    ["nothing", "invalid", " ", /not a function/],
    ["no default export", "invalid", "export const transform = () => 1", /not a function/],
    ["a default export that is no function", "invalid", "export default { transform() {} }", /not a function/],
    ["a module that throws", "invalid", "throw new Error('top')", /Error: top/],
    ["a module that never loads", "invalid", `await ${never}; export default () => 1`, /unsettled/],
    ["a module that is not there", "invalid", 'import "./x.js"; export default () => 1', /No such module/],
    ["code from a URL", "invalid", 'import "https://example.com/x.js"; export default () => 1', /No such module/],
    ["code from a data: URL", "failed", 'export default () => import("data:text/javascript,1")', /No such module/],
    // Throwing
    ["throwing", "failed", "export default ({ results }) => results.x.y", /TypeError: Cannot read/],
    ["throwing null", "failed", "export default () => { throw null }", /null/],
    [
      "rejecting with what throws",
      "failed",
      "export default () => Promise.reject({ toString() { throw 1 } })",
      /cannot be described/,
    ],
    [
      "throwing a proxy",
      "failed",
      "export default () => { throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } }) }",
      /cannot be described/,
    ],
    [
      "throwing much",
      "failed",
      "export default () => { throw new Error('\\r\\nX: 1\\u0000' + 'x'.repeat(1e6)) }",
      /^threw: Error: X: 1 x{480,490}…$/,
    ],
    ["a class", "failed", "export default class {}", /Class constructor/],
    ["recursion without end", "failed", "export default function f() { return f() + 1 }", /call stack/],
    // Answers
    ["undefined", "bad-answer", "export default () => {}", /undefined is not JSON/],
    ["a function", "bad-answer", "export default () => () => 1", /function is not JSON/],
    ["a symbol", "bad-answer", "export default () => Symbol('s')", /symbol is not JSON/],
    ["a BigInt", "bad-answer", "export default () => 1n", /BigInt/],
    ["a cycle", "bad-answer", "export default () => { const a = {}; a.a = a; return a }", /circular/],
    ["toJSON that throws", "bad-answer", "export default () => ({ toJSON() { throw new Error('mine') } })", /mine/],
    ["a getter that throws", "bad-answer", "export default () => ({ get a() { throw new Error('mine') } })", /mine/],
    [
      "a proxy that throws",
      "bad-answer",
      "export default () => new Proxy({}, { ownKeys() { throw new Error('mine') } })",
      /mine/,
    ],
    [
      "nesting",
      "bad-answer",
      "export default () => { let a = []; for (let i = 0; i < 2_000; i++) a = [a]; return a }",
      /deeper than 1000/,
    ],
    ["100 MB", "bad-answer", "export default () => 'x'.repeat(1e8)", /more than 4194304 bytes/],
    // Waiting
    ["a promise that never settles", "failed", `export default () => ${never}`, /hung/],
    ["a thenable that never settles", "failed", "export default () => ({ then() {} })", /hung/],
    ["waiting", "timeout", "export default () => scheduler.wait(60_000)", /took too long/],
    [
      "timers without end",
      "timeout",
      `export default () => { setInterval(() => {}, 1); return ${never} }`,
      /took too long/,
    ],
    // Out
    [
      "fetch",
      "failed",
      "export default async () => (await fetch('https://example.com')).status",
      /not permitted to access the internet/,
    ],
    [
      "fetch of the parent's host",
      "failed",
      "export default async () => (await fetch('http://127.0.0.1:8787/healthz')).status",
      /not permitted/,
    ],
    ["WebSocket", "failed", "export default () => new WebSocket('wss://example.com').url", /not permitted/],
    [
      "EventSource",
      "failed",
      "export default () => new Promise((_, no) => { new EventSource('https://example.com').onerror = () => no(new Error('no way')) })",
      /no way/,
    ],
    [
      "sockets",
      "failed",
      "export default async () => (await import('cloudflare:sockets')).connect('example.com:80')",
      /cloudflare:sockets is not available/,
    ],
    [
      "sockets, statically",
      "invalid",
      "import { connect } from 'cloudflare:sockets'; export default () => connect('example.com:80')",
      /connect|not available/,
    ],
    ["the cache", "failed", "export default () => caches.default.match('https://example.com')", /undefined/],
    [
      "bindings",
      "failed",
      "export default async () => (await import('cloudflare:workers')).env",
      /cloudflare:workers is not available/,
    ],
    [
      "its own front door",
      "failed",
      "export default async () => (await import('cloudflare:workers')).exports.default.fetch('http://x')",
      /not available/,
    ],
    [
      "work after the end",
      "failed",
      `export default async () => (await import('cloudflare:workers')).waitUntil(${never})`,
      /not available/,
    ],
    // What node:process finds of the runtime cannot be refused; it has nothing there that leads out.
    [
      "sockets that node:process finds",
      "failed",
      "import { getBuiltinModule } from 'node:process'; export default async () => { await getBuiltinModule('cloudflare:sockets').connect('127.0.0.1:80').opened }",
      /not permitted/,
    ],
    [
      "Node's process.exit",
      "failed",
      "export default async () => (await import('node:process')).exit(0)",
      /lost.*process\.exit/,
    ],
    ["files", "failed", "export default async () => (await import('node:fs')).readdirSync('/')", /No such module/],
    ["require", "failed", "export default () => require('node:fs')", /require is not defined/],
    ["eval", "failed", "export default () => eval('1')", /Code generation from strings/],
    [
      "Function",
      "failed",
      "export default () => (async () => {}).constructor('return 1')()",
      /Code generation from strings/,
    ],
    [
      "WebAssembly",
      "failed",
      "export default () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => 1)",
      /disallowed/,
    ],
    // Forgery: a child sends what it likes, and all that it can say is what it may say anyway
    [
      "bytes that are none of its answer's",
      "bad-answer",
      "export default () => { Uint8Array.prototype.set = () => {}; return 1 }",
      /JSON/,
    ],
    [
      "bytes too many",
      "failed",
      "export default () => { Uint8Array.prototype.subarray = () => new Uint8Array(1e6); return 1 }",
      /threw|lost/,
    ],
    [
      "an encoder that throws",
      "failed",
      "export default () => { TextEncoder.prototype.encode = () => { throw new Error('mine') }; return 1 }",
      /lost.*mine/,
    ],
  ])("%s: transform-%s", async (_, kind, source, message) => {
    const response = await transformed(source, kind === "timeout" ? { deadlineMs: 1_500 } : {});
    const told = await problem(response);
    expect([told.type, told.status]).toEqual([`${KIND}${kind}`, kind === "timeout" ? 504 : 422]);
    expect(told.errors).toEqual([{ field: "transform", message: expect.stringMatching(message) as string }]);
    expect(response.headers.get("Gather-Complete")).toBe("false");
    expect(await get("/healthz").then((health) => health.json())).toEqual({ status: "ok" });
  });

  test.each<[what: string, source: string, answer: unknown]>([
    [
      "streams",
      "for (const name of ['write', 'close', 'abort']) WritableStreamDefaultWriter.prototype[name] = () => { throw new Error('mine') }; export default () => 7",
      7,
    ],
    [
      "bindings that node:process finds, of which there are none",
      "import { env, getBuiltinModule } from 'node:process'; export default () => [env, getBuiltinModule('cloudflare:workers').env]",
      [{}, {}],
    ],
    ["promises", "export default () => { Promise.prototype.then = () => {}; return 7 }", 7],
    [
      "JSON",
      "JSON.stringify = () => 'forged'; JSON.parse = () => 'forged'; export default ({ results }) => results.n.body",
      7,
    ],
    [
      "Response",
      "globalThis.Response = class {}; globalThis.TextEncoder = undefined; export default ({ results }) => results.n.body",
      7,
    ],
    [
      "Symbol.iterator of arrays, in time",
      "export default ({ results }) => { Array.prototype.map = () => { throw 1 }; return results.n.body }",
      7,
    ],
    [
      "console",
      "export default ({ results }) => { console.log(results); console.log = null; return results.n.body }",
      7,
    ],
    [
      "Object.prototype.toJSON, which is its own answer",
      "export default () => { Object.prototype.toJSON = () => 'own'; return {} }",
      "own",
    ],
    ["beacons, which go nowhere", "export default () => navigator.sendBeacon('https://example.com/', 'x')", true],
    [
      "unhandled rejections and late errors",
      "export default () => { Promise.reject(new Error('mine')); setTimeout(() => { throw new Error('late') }); return 1 }",
      1,
    ],
    [
      "environment, parent and process, of which there are none",
      "export default (...all) => [all.length, typeof process, typeof env, typeof ctx, typeof require, typeof caches]",
      [1, "undefined", "undefined", "undefined", "undefined", "undefined"],
    ],
  ])("%s: harms nobody", async (_, source, answer) => {
    expect((await answered(await transformed(source))).transformed).toEqual(answer);
  });

  test("globals that one source has changed are as ever for the caller's next", async () => {
    const changed = "Object.prototype.toJSON = () => 'changed'; export default () => ({})";
    expect((await answered(await transformed(changed))).transformed).toBe("changed");
    expect((await answered(await transformed("export default () => ({})"))).transformed).toEqual({});
  });
});

describe("refused before anything is sent", () => {
  test.each([
    ["over 65,536 characters", "x".repeat(65_537)],
    ["empty", ""],
    ["no string", 1],
  ])("%s", async (_, transform) => {
    const { fault, seen } = corner();
    const told = await problem(await postGather({ requests: [{ url: fault() }], transform }));
    expect([told.status, told.errors?.[0]?.field]).toEqual([422, "transform"]);
    expect(await seen()).toMatchObject({ requests: 0 });
  });
});
