// Answers read from outside, whole and broken.
import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { asker } from "../../scripts/rehearse/ask.ts";
import { baselineOf, differences } from "../../scripts/rehearse/baseline.ts";
import { readAnswer } from "../../scripts/rehearse/read-answer.ts";
import { verdictOn } from "../../scripts/rehearse/verdict.ts";
import { listen } from "../../scripts/listen.ts";

const timing = { startMs: 1, totalMs: 2, attempts: 1 };
const whole = { complete: true, subrequests: 1, elapsedMs: 3 };

/** The rules that an answer of a server breaks. */
async function rulesBrokenBy(answer: RequestListener, giveUpMs = 5_000): Promise<string[]> {
  const server = await listen(createServer(answer));
  onTestFinished(server.close);
  const request = { method: "GET", path: "/", headers: {}, body: undefined };
  const asked = await asker(request, giveUpMs)(`http://127.0.0.1:${server.port}`, "lines");
  const seen = {
    case: { fault: "", upstreams: [], faults: [], delivery: "lines" as const },
    ...asked,
    requests: {},
    leftOpen: [],
  };
  const standard = { baselines: {}, upstreams: [], deadlineMs: 60_000, price: undefined };
  return verdictOn(seen, standard).map(({ rule, what }) => `${rule}: ${what}`);
}

test("E6 an answer whose connection breaks is broken", async () => {
  const rules = await rulesBrokenBy((request) => void request.socket.resetAndDestroy());
  expect(rules).toEqual([expect.stringMatching(/^broken: the connection broke: /)]);
});

test("E6 an answer that does not come, or does not end, is late", async () => {
  expect(await rulesBrokenBy(() => undefined, 50)).toEqual(["late: no answer after 50 ms"]);
  const unending = await rulesBrokenBy((_request, response) => void response.writeHead(200).write("{"), 50);
  expect(unending).toEqual(["late: no end after 50 ms"]);
});

test("E6 a stream without its summary is untruthful", async () => {
  const line = JSON.stringify({ type: "result", key: "air", outcome: "ok", value: 1, timing });
  const rules = await rulesBrokenBy((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/x-ndjson", "Cache-Control": "no-store" }).end(`${line}\n`);
  });
  expect(rules).toEqual(["untruthful: ends without its summary"]);
});

test("E6 no-store counts for the caches of a CDN too", async () => {
  const summary = JSON.stringify({ type: "summary", ...whole, complete: false });
  const rules = await rulesBrokenBy((_request, response) => {
    const headers = { "Cache-Control": "no-store", "CDN-Cache-Control": "max-age=60" };
    response.writeHead(200, { "Content-Type": "application/x-ndjson", ...headers }).end(`${summary}\n`);
  });
  expect(rules).toEqual(["cacheable: a partial answer is sent with CDN-Cache-Control: max-age=60"]);
});

test.each([
  ["application/json", JSON.stringify({ ...whole, air: 1, parts: { air: { outcome: "ok", timing } } })],
  [
    "application/x-ndjson; charset=utf-8",
    ` ${JSON.stringify({ type: "result", key: "air", value: 1, outcome: "ok", timing })}\n${JSON.stringify({ type: "summary", ...whole })}\n`,
  ],
  [
    "text/event-stream; charset=utf-8",
    `: alive\n\nevent: result\nid: 1\ndata: ${JSON.stringify({ key: "air", value: 1, outcome: "ok", timing })}\n\nevent: summary\nid: 2\ndata: ${JSON.stringify(whole)}\n\n`,
  ],
])("an answer reads the same as %s", async (type, body) => {
  const { members, parts, complete, subrequests, fault } = await readAnswer(
    new Response(body, { headers: { "Content-Type": type } }),
  );
  expect({ members, complete, subrequests, fault }).toEqual({
    members: { air: 1 },
    complete: true,
    subrequests: 1,
    fault: undefined,
  });
  expect(parts["air"]).toMatchObject({ outcome: "ok", timing, isCached: false });
});

test("values that change by themselves are no part of what is compared", async () => {
  const reading = (at: number) =>
    readAnswer(Response.json({ ...whole, air: { at, aqi: 24 }, parts: { air: { outcome: "ok", timing } } }));
  const { volatile } = baselineOf([await reading(1), await reading(2)]);
  expect([...volatile]).toEqual(["air.at"]);
  expect(differences({ air: [1, { a: 1 }] }, { air: [1, { b: 1 }] })).toEqual(["air.1.a", "air.1.b"]);
  expect(differences({ air: [] }, { air: {} })).toEqual(["air"]);
});
