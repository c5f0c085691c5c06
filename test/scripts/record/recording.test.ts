// From a real call through the proxy to a file: no secret is left in it, and everything else is.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { Redactor } from "../../../scripts/record/redactor.ts";
import { readRecordings, writeRecording } from "../../../scripts/record/recordings-folder.ts";
import { type Take, takeRecording } from "../../../scripts/record/take-recording.ts";
import { type Answer, proxied, realApi } from "./real-api.ts";

const KEY = "sk-live-7f3a/9+Q~x";
const PASSWORD = "correct horse & battery";
const COOKIE = "c00k1e-value-of-the-api";
const ISSUED = "eyJhbGciOi.issued-by-the-api.0123";
const OWN = "own-secret-of-the-worker";

const JSON_TYPE = { "Content-Type": "application/json" };
const FORM_TYPE = { "Content-Type": "application/x-www-form-urlencoded" };

/** All ways to write `secret` that a file must not hold. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inner = [1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  const base64 = [bytes.toString("base64").slice(0, -4), ...inner];
  const url = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const percent = encodeURIComponent(secret);
  return [
    secret,
    percent,
    percent.toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...url,
    bytes.toString("hex"),
  ];
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "recordings-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Makes the calls through a proxy before `api`, one after the other. */
async function take(
  calls: readonly (readonly [string, (RequestInit | undefined)?])[],
  api: string,
  redactor = new Redactor(),
): Promise<Take> {
  const proxy = await proxied(api);
  for (const [target, init] of calls)
    await fetch(proxy.origin + target, init)
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
  const exchanges = await proxy.exchanges(calls.length);
  const answer = { status: 200, complete: true, outcomes: {} };
  return takeRecording({ method: "GET", target: "/page" }, answer, exchanges, redactor);
}

/** Answers with all that it is sent, in many forms, and with secrets of its own. */
const echoing: Answer = async function echo(request, response) {
  const { url = "", headers } = request;
  const body = (await request.toArray()).join("");
  response.setHeader("Set-Cookie", `session=${COOKIE}; HttpOnly; Path=/`);
  response.setHeader("Location", `/next?api_key=${encodeURIComponent(KEY)}&page=2`);
  response.setHeader("X-Echo", KEY);
  if (url.startsWith("/page.xml")) {
    response.setHeader("Content-Type", "text/xml").end(`<a><apiKey>${KEY}</apiKey>${url}</a>`);
  } else if (url.startsWith("/bytes")) {
    response.setHeader("Content-Type", "image/png").end(Buffer.from([137, 255, 0, 200]));
  } else if (url.startsWith("/zip")) {
    response.setHeader("Content-Encoding", "gzip").setHeader("Content-Type", "application/json");
    response.end(gzipSync(JSON.stringify({ echo: KEY })));
  } else if (url.startsWith("/events")) {
    response.setHeader("Content-Type", "text/event-stream");
    response.end(`data: ${JSON.stringify({ token: ISSUED })}\n\ndata: text ${KEY}\n\n`);
  } else {
    const echoed = { url, headers, body, nested: JSON.stringify({ body, url }) };
    const dump = Buffer.from(JSON.stringify(echoed)).toString("base64");
    const basic = Buffer.from(`me:${KEY}`).toString("base64");
    const issued = { access_token: ISSUED, again: `Bearer ${ISSUED}` };
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify({ headline: "All quiet", echoed, dump, basic, ...issued, own: encodeURIComponent(OWN) }),
    );
  }
};

test("E8 keeps no byte of a key in header, query or body, in any spelling", async () => {
  const api = await realApi(echoing);
  const redactor = new Redactor();
  redactor.secrets.learnOwn(OWN);
  const { recording, left } = await take(
    [
      ["/latest?topic=tech", { headers: { Authorization: `Bearer ${KEY}` } }],
      ["/basic", { headers: { Authorization: `Basic ${Buffer.from(`me:${KEY}`).toString("base64")}` } }],
      ["/header", { headers: { "X-Api-Key": KEY, Cookie: `theme=dark; sid=${COOKIE}` } }],
      [`/query?topic=tech&api_key=${encodeURIComponent(KEY)}&next=${encodeURIComponent(`https://x/?key=${KEY}`)}`],
      [`/path/${encodeURIComponent(KEY)}/${OWN}`],
      [
        "/json",
        { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ auth: { password: PASSWORD }, q: [KEY, 1.5] }) },
      ],
      [
        "/nested",
        { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ event: JSON.stringify({ apiKey: KEY }) }) },
      ],
      [
        "/form",
        { method: "POST", headers: FORM_TYPE, body: new URLSearchParams({ q: "x", password: PASSWORD }).toString() },
      ],
      ["/page.xml?own=" + OWN],
      ["/bytes"],
      ["/zip"],
      ["/events"],
    ],
    api,
    redactor,
  );
  expect(left).toEqual([]);
  expect(recording.calls.map(({ request }) => request.path).join(" ")).toBe(
    "/basic /bytes /events /header /latest /page.xml /path/REDACTED/REDACTED /query /zip /form /json /nested",
  );
  expect(recording.calls.find(({ request }) => request.path === "/query")?.request.query).toMatch(
    /^topic=tech&api_key=REDACTED&next=https%3A%2F%2Fx%2F%3Fkey%3DREDACTED$/,
  );
  const into = folder();
  const written = readFileSync(writeRecording(recording, into), "utf8");
  for (const secret of [KEY, PASSWORD, COOKIE, ISSUED, OWN, `me:${KEY}`])
    for (const spelled of spellings(secret)) expect(written).not.toContain(spelled);
  expect(written).toContain("All quiet");
  expect(readRecordings(into)[0]?.recording).toEqual(JSON.parse(JSON.stringify(recording)));
});

test.for<[string, string, RequestInit?]>([
  ["a bearer token", "/", { headers: { Authorization: `Bearer ${KEY}` } }],
  ["a Basic user", "/", { headers: { Authorization: `Basic ${Buffer.from(`${KEY}:`).toString("base64")}` } }],
  ["a Basic password", "/", { headers: { Authorization: `Basic ${Buffer.from(`me:${KEY}`).toString("base64")}` } }],
  ["a header that says so", "/", { headers: { "X-Api-Key": KEY } }],
  ["a header of any name", "/", { headers: { "X-Acme": KEY } }],
  ["a cookie", "/", { headers: { Cookie: `theme=dark; sid=${KEY}` } }],
  ["a query", `/?appid=${encodeURIComponent(KEY)}`],
  ["a URL in a query", `/?next=${encodeURIComponent(`/a?token=${encodeURIComponent(KEY)}`)}`],
  ["a JSON body", "/", { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ a: [{ apiKey: KEY }] }) }],
  ["JSON in a JSON string", "/", { method: "POST", headers: JSON_TYPE, body: JSON.stringify([`{"apiKey":"${KEY}"}`]) }],
  ["a form", "/", { method: "POST", headers: FORM_TYPE, body: `password=${encodeURIComponent(KEY)}` }],
])("E8 a key that came in %s alone is found in the answer", async ([, target, init]) => {
  const api = await realApi((_request, response) => response.end(`plain ${KEY}, encoded ${encodeURIComponent(KEY)}`));
  const { recording } = await take([[target, init]], api);
  expect(recording.calls.map(({ body }) => body)).toEqual([{ text: "plain REDACTED, encoded REDACTED" }]);
});

test("E8 a binary body with a secret is left out, and so is one in an unknown coding", async () => {
  const api = await realApi(({ url }, response) => {
    if (url === "/plain") response.end(Buffer.concat([Buffer.from([255, 0]), Buffer.from(KEY)]));
    else if (url === "/wide") response.end(Buffer.concat([Buffer.from([255, 254]), Buffer.from(KEY, "utf16le")]));
    else response.writeHead(200, { "Content-Encoding": "rot13" }).end("x");
  });
  const init = { headers: { "X-Api-Key": KEY } };
  const { recording, left } = await take(
    [
      ["/plain", init],
      ["/wide", init],
      ["/coded", init],
    ],
    api,
  );
  expect(recording.calls).toEqual([]);
  expect(left.map(({ target, failure, why }) => `${target} ${failure}: ${why}`)).toEqual([
    "/plain unsafe: its binary body holds a secret",
    "/wide unsafe: its binary body holds a secret",
    "/coded unsafe: its content coding rot13 is not known",
  ]);
});

test("E8 only headers of the list are kept, and the others are named", async () => {
  const api = await realApi((_request, response) => {
    response
      .writeHead(200, { "Content-Type": "text/plain", "Cache-Control": "max-age=5", "X-Request-Id": "r-1" })
      .end("x");
  });
  const { recording, leftHeaders } = await take([["/"]], api);
  expect(recording.calls[0]?.headers).toEqual({ "content-type": "text/plain", "cache-control": "max-age=5" });
  expect(leftHeaders).toEqual(expect.arrayContaining(["date", "x-request-id"]));
});

test("the last of calls that ask the same is kept: a retry's answer, not the failure before it", async () => {
  let asked = 0;
  const api = await realApi((_request, response) => response.writeHead(++asked === 1 ? 503 : 200).end("x"));
  const { recording } = await take([["/a?x=1&y=2"], ["/a?y=2&x=1"]], api);
  expect(recording.calls.map(({ status }) => status)).toEqual([200]);
});

test("an attempt that broke is not missed where another one was answered", async () => {
  let asked = 0;
  const api = await realApi((_request, response) => (++asked === 1 ? response.destroy() : response.end("x")));
  const { recording, left } = await take([["/a"], ["/a"]], api);
  expect([recording.calls.length, left]).toEqual([1, []]);
});

test("a body over 1 MiB, one that breaks off and an upstream that cannot be reached are left out, each with its reason", async () => {
  const api = await realApi(({ url }, response) => {
    if (url === "/large") response.end("x".repeat(1_048_577));
    else response.writeHead(200, { "Content-Length": "10" }).write("half", () => response.destroy());
  });
  const { recording, left } = await take([["/large"], ["/half"]], api);
  const nowhere = await take([["/x?token=abcdef"]], "http://127.0.0.1:1");
  expect(recording.calls).toEqual([]);
  expect([...left, ...nowhere.left].map(({ target, failure, why }) => [target, failure, why])).toEqual([
    ["/large", "large", "its body is over 1048576 bytes"],
    ["/half", "broken", "its answer broke off"],
    ["/x?token=REDACTED", "unreachable", "ECONNREFUSED"],
  ]);
});
