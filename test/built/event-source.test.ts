// An EventSource on a fan-out: it asks again when a stream ends, and nothing but a 204 makes it stop.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ownBuilt } from "../support/own-built.ts";

const Seen = z.looseObject({ requests: z.number() });

async function requestsFor(upstreams: string, key: string): Promise<number> {
  return Seen.parse(await (await fetch(`${upstreams}/seen?key=${key}`)).json()).requests;
}

/**
 * Listens in a Node process that has an EventSource, until that gives up or connects again. Prints the events it had.
 */
const LISTENER = `
  const source = new EventSource(process.argv[1]);
  const told = { types: [], connections: 0 };
  const alive = setInterval(() => undefined, 1_000);
  function tell() {
    clearInterval(alive);
    source.close();
    console.log(JSON.stringify(told));
  }
  source.onopen = () => ++told.connections === 2 && tell();
  for (const type of ["result", "summary"]) source.addEventListener(type, () => told.types.push(type));
  source.onerror = () => source.readyState === EventSource.CLOSED && tell();
`;

const Told = z.object({ types: z.array(z.string()), connections: z.number() });

test("R21 one that is left to itself runs GET /city once", async () => {
  const { worker, upstreams } = await ownBuilt();
  const args = ["--no-warnings", "--experimental-eventsource", "-e", LISTENER, `${worker}/city?name=Lisbon`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 12_000 });
  expect(Told.parse(JSON.parse(stdout))).toEqual({
    types: ["result", "result", "result", "result", "summary"],
    connections: 1,
  });
  for (const key of ["search", "forecast", "air-quality", "summary"]) expect(await requestsFor(upstreams, key)).toBe(1);
});

describe("R21 Last-Event-ID", () => {
  test.each([
    ["text/event-stream", { "Last-Event-ID": "5" }, 204, 0],
    ["text/event-stream", { "Last-Event-ID": "" }, 204, 0],
    ["text/event-stream", {}, 200, 1],
    ["application/x-ndjson", { "Last-Event-ID": "5" }, 200, 1],
    ["application/json", { "Last-Event-ID": "5" }, 200, 1],
  ])(
    "GET /city as %s with %o is %i, after %i calls",
    async (Accept, headers: Record<string, string>, status, calls) => {
      const { worker, upstreams } = await ownBuilt();
      const response = await fetch(`${worker}/city?name=Lisbon`, { headers: { Accept, ...headers } });
      const text = await response.text();
      expect([response.status, text === ""]).toEqual([status, status === 204]);
      expect(response.headers.get("Vary")).toBe("Accept");
      expect(await requestsFor(upstreams, "search")).toBe(calls);
    },
  );
});
