// A client that leaves while an upstream's body streams through to it, over sockets of their own.
import { build } from "esbuild";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { listen } from "../../scripts/listen.ts";
import { type BuiltWorker, serveBuilt } from "../../scripts/serve-built.ts";
import { variables } from "../support/variables.ts";

/** An answer of the upstream that is under way. */
interface Source {
  readonly write: (text: string) => void;
  /** Resolves when the Worker has left it. */
  readonly left: Promise<unknown>;
}

const sources = new Map<string, PromiseWithResolvers<Source>>();

/** The answer to `path`, as soon as it has been asked for. */
function sourceOf(path: string): PromiseWithResolvers<Source> {
  const known = sources.get(path) ?? Promise.withResolvers<Source>();
  sources.set(path, known);
  return known;
}

const upstream = createServer((request, response: ServerResponse) => {
  response.writeHead(200, { "Content-Type": "text/plain" });
  response.flushHeaders();
  const left = once(response, "close");
  sourceOf(request.url ?? "").resolve({ write: (text) => void response.write(text), left });
});

let worker: BuiltWorker;
let closeUpstream: () => Promise<void>;

beforeAll(async () => {
  const { port, close } = await listen(upstream);
  closeUpstream = close;
  const origin = `http://127.0.0.1:${port}`;
  const outfile = "dist/passing/worker.js";
  await build({
    entryPoints: ["test/support/passing/worker.ts"],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
  worker = await serveBuilt(outfile, { ...variables(origin), FORECAST_ORIGIN: origin, LOG_REQUESTS: "true" });
});

afterAll(async () => {
  await worker.stop();
  await closeUpstream();
});

/** A client whose body streams: it has got the first chunk. */
async function streaming(path: string, query = ""): Promise<{ client: Socket; source: Source }> {
  const { hostname, port } = new URL(worker.url);
  const client = connect(Number(port), hostname);
  onTestFinished(() => void client.destroy());
  client.write(`GET /passed?at=${path}${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const source = await sourceOf(path).promise;
  source.write("first");
  let text = "";
  while (!text.includes("first")) text += String((await once(client, "data"))[0]);
  return { client, source };
}

const Line = z.looseObject({
  path: z.literal("/passed"),
  failed: z.array(z.looseObject({ reason: z.string() })).default([]),
});

/** The log lines of requests. The runtime has lines of its own, for streams that break. */
const lines = (): z.output<typeof Line>[] =>
  worker.logs.filter((line) => line.startsWith("{")).map((line) => Line.parse(JSON.parse(line)));

/** The reasons in the log line number `index` of the Worker, as soon as it is written. */
const reasons = (index: number): Promise<string[]> =>
  vi.waitFor(() => {
    const line = lines()[index];
    if (line === undefined) throw new Error(`line ${index} was not written`);
    return line.failed.map(({ reason }) => reason);
  }, 3_000);

test("R28 U32 a client that resets its connection ends a silent stream", async () => {
  const { client, source } = await streaming("/reset");
  const index = lines().length;
  client.resetAndDestroy();
  await source.left;
  expect(await reasons(index)).toEqual(["client_left"]);
});

test("R28 R23 a client that closes its connection ends a stream that goes on", async () => {
  const { client, source } = await streaming("/closes");
  const index = lines().length;
  client.destroy();
  const chunks = setInterval(() => source.write("more"), 10);
  onTestFinished(() => clearInterval(chunks));
  await source.left;
  expect(await reasons(index)).toEqual(["client_left"]);
});

test("R28 B5 idleMs ends a silent stream of a client that closed its connection", async () => {
  const { client, source } = await streaming("/silent", "&idleMs=300");
  const index = lines().length;
  client.destroy();
  await source.left;
  expect(await reasons(index)).toEqual(["idle_timeout"]);
});

test("R28 a client that is behind and resets its connection ends the stream", async () => {
  const { client, source } = await streaming("/behind");
  const index = lines().length;
  client.pause();
  // More than the buffers between the two hold.
  source.write("x".repeat(20_000_000));
  client.resetAndDestroy();
  await source.left;
  expect(await reasons(index)).toEqual(["client_left"]);
});
