// `npm run smoke` finds nothing wrong with the built Worker, and each of its checks finds what it is for.
import { createServer } from "node:http";
import { expect, inject, onTestFinished, test } from "vitest";
import { listen } from "../../../scripts/listen.ts";
import { checks } from "../../../scripts/smoke/checks/index.ts";
import { offerOf } from "../../../scripts/smoke/offer-of.ts";
import { type Finding, runChecks } from "../../../scripts/smoke/run-checks.ts";
import { type Break, brokenWorker, drop, say } from "../../support/broken-worker.ts";
import { npmRun } from "../../support/npm-run.ts";
import { API_KEY } from "../../support/settings.ts";

/** An upstream that is slow enough to tell whether an answer streams. */
const upstream = (): string => `${inject("upstreams")}/fault?delayMs=250`;

const worker = inject("worker") ?? "";
const signal = new AbortController().signal;
const { routes } = await offerOf({ url: worker, key: undefined, upstream: "", signal });

/** The checks of what the Worker has: an example may have been removed. */
const asked = checks.filter(({ route }) => route === undefined || routes.has(route));

/** The findings of the checks of these names, or of all. */
async function findings(url: string, key: string | undefined, names?: readonly string[]): Promise<readonly Finding[]> {
  const chosen = checks.filter(({ name }) => names?.includes(name) ?? true);
  return Array.fromAsync(runChecks(chosen, { url, key, upstream: upstream() }));
}

test("everything holds for the built Worker", async () => {
  const smoke = npmRun(["smoke", "--", worker, "--key", API_KEY, "--upstream", upstream()]);
  const code = await smoke.ended;
  const printed = smoke.printed();
  expect([code, printed]).toEqual([
    0,
    expect.stringMatching(new RegExp(`${asked.length} hold, 0 fail, ${checks.length - asked.length} not asked`)),
  ]);
  for (const { name } of asked) expect(printed).toContain(`holds      ${name}: `);
  const came = /\/gather: NDJSON: the first result came \d+ ms before the last; events: the first result/;
  expect(printed).toMatch(came);
}, 60_000);

test.each([
  ["a Worker that is not there", ["http://127.0.0.1:1"], "fails      health: fetch failed"],
  ["no URL", [], "npm run smoke -- <url>"],
])("%s ends it with 1", async (_what, args, sentence) => {
  const smoke = npmRun(["smoke", "--", ...args]);
  expect([await smoke.ended, smoke.printed()]).toEqual([1, expect.stringContaining(sentence)]);
});

const nothing: Break = () => undefined;

const breaks: Record<string, readonly [name: string, Break, RegExp]> = {
  "a Worker that is not well": ["health", (answer) => void (answer.status = 503), /status 503 instead of 200/],
  "a health that is cached": ["health", drop("cache-control"), /Cache-Control is missing instead of no-store/],
  "a page without nosniff": ["headers", drop("x-content-type-options"), /X-Content-Type-Options is missing/],
  "a proxy that drops Server-Timing": ["headers", drop("server-timing"), /Server-Timing does not begin with total/],
  "a document of another version": ["OpenAPI document", say(/"3\.1\.\d"/, '"2.0"'), /unexpected answer/],
  "a Worker without keys": ["limits", say(/"access":"key"/, '"access":"closed"'), /no key is set/],
  "lines that are held back": ["lines as they happen", nothing, /all arrived together, although .* 1000 ms apart/],
  "a stream that is held back": ["three deliveries of /gather", nothing, /all arrived together/],
  "a stream without a summary": [
    "three deliveries of /city",
    (answer, { accept }) =>
      void (accept === "application/x-ndjson" && (answer.body = answer.body.replace(/.*\n$/, ""))),
    /NDJSON do not end with a summary/,
  ],
  "events that say something else": [
    "three deliveries of /city",
    (answer, { accept }) =>
      void (
        accept === "text/event-stream" && (answer.body = answer.body.replace(/"complete":true/, '"complete":false'))
      ),
    /events say that complete is false/,
  ],
  "a page of the proxy's for what is not there": ["404", drop("content-type"), /404 is sent as null/],
  "a method that is let through": ["405", (answer) => void (answer.status = 200), /405 has no Allow|status 200/],
  "a bad query that names nothing": ["400", say(/times/g, "it"), /does not name the parameter/],
  "a gather that is open": ["401", (answer) => void (answer.status = 200), /status 200 instead of 401/],
  "a refusal without a challenge": ["401", drop("www-authenticate"), /no WWW-Authenticate/],
  "a bad field that names nothing": ["422", say(/requests/g, "it"), /does not name the field/],
  "calls that fail": ["a fan-out", say(/"complete":true/, '"complete":false'), /calls of .* ended as ok,ok/],
  "a partial answer that may be cached": [
    "an honest partial answer",
    drop("cache-control"),
    /Cache-Control is missing/,
  ],
  "a partial answer that says it is whole": [
    "an honest partial answer",
    say(/"complete":false/, '"complete":true'),
    /complete is true/,
  ],
  "the metadata server reached": [
    "an honest partial answer",
    say(/"blocked"/, '"ok"'),
    /the metadata server ended as ok/,
  ],
  "a 502 replaced by the edge": ["502", (answer) => void (answer.body = "<h1>Bad gateway</h1>"), /not JSON: <h1>/],
  "more requests than there are subrequests": [
    "too many requests",
    say(/"subrequests":60/, '"subrequests":3'),
    /status 200 instead of 422/,
  ],
  "a large body that is read": [
    "too large a body",
    (answer) => void (answer.status = 400),
    /status 400 instead of 413/,
  ],
};

const breaksOfAsked = Object.entries(breaks).filter(([, [broke]]) => asked.some(({ name }) => name === broke));

test.each(breaksOfAsked)("%s is found", async (_what, [name, how, sentence]) => {
  expect(await findings(await brokenWorker(how), API_KEY, [name])).toEqual([
    { name, verdict: "fails", detail: expect.stringMatching(sentence) as string },
  ]);
});

test("a program that is not faster at once than one after the other is found", async () => {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const answer = JSON.stringify({ lines: [1, 2, 3, 4, 5, 6] });
    setTimeout(() => response.end(answer), searchParams.get("mode") === "concurrent" ? 200 : 0);
  });
  const { port, close } = await listen(server);
  onTestFinished(close);
  expect(await findings(`http://127.0.0.1:${port}`, undefined, ["the article's ratio"])).toEqual([
    {
      name: "the article's ratio",
      verdict: "fails",
      detail: expect.stringMatching(/only 0\.\d+ times faster/) as string,
    },
  ]);
});

test("a Worker for this machine alone is not asked for keys that it does not have", async () => {
  const url = await brokenWorker(say(/"access":"key"/, '"access":"open"'));
  expect(await findings(url, undefined, ["401"])).toMatchObject([
    { verdict: "holds", detail: "open access, to this machine alone: this is not a deployed Worker" },
  ]);
});

test("a route that is not there, and what needs a key, are not asked", async () => {
  const url = await brokenWorker(say(/"\/hello"/, '"/other"'));
  expect(await findings(url, undefined, ["400", "502"])).toEqual([
    { name: "400", verdict: "not asked", detail: "there is no GET /hello" },
    { name: "502", verdict: "not asked", detail: "it needs --key with one of API_KEYS" },
  ]);
  expect(await Array.fromAsync(runChecks(checks.slice(-1), { url, key: API_KEY, upstream: undefined }))).toEqual([
    { name: "too large a body", verdict: "holds", detail: "a body of more than 1 MiB is refused" },
  ]);
});
