// `npm run demo`: one run of everything, over real HTTP, and an end. Exits with 1 if anything came back wrong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { mergedAnswer } from "../src/answers/merged-answer.ts";
import type { Summary } from "../src/answers/summary.ts";
import { PROJECT_NAME } from "../src/project-name.ts";
import { GatherAnswer, Result } from "../src/routes/gather/gather-answer.ts";
import { freePort } from "./free-port.ts";
import { jobThroughKill, REQUESTS } from "./job-through-kill.ts";
import { killRuntime } from "./kill-runtime.ts";
import { startDev } from "./start-dev.ts";
import { waterfall } from "./waterfall.ts";

const Hello = z.object({ elapsedMs: z.number() });
const City = mergedAnswer({ place: z.looseObject({ name: z.string() }) }).loose();
const Gathered = GatherAnswer.extend({ results: z.record(z.string(), Result) });

/** Milliseconds of a job's lease: a kill costs one, and a demo is short. */
const LEASE_MS = 1_000;

const port = String(await freePort(8787));
const kept = mkdtempSync(join(tmpdir(), `${PROJECT_NAME}-demo-`));
process.on("exit", () => rmSync(kept, { recursive: true, force: true }));
const wranglerArgs = ["--port", port, "--persist-to", kept, "--var", `JOB_LEASE_MS:${LEASE_MS}`];
const stack = await startDev(wranglerArgs, { log: () => undefined, exitCode: 130 });
const faults: string[] = [];
function check(holds: boolean, what: string): void {
  if (!holds) faults.push(what);
}

try {
  await sayHello();
  await tellOfCity();
  await fanOut();
  await loseNothing();
} catch (error) {
  faults.push(String(error));
} finally {
  await stack.stop();
}
for (const fault of faults) console.error(`wrong: ${fault}`);
console.log(faults.length === 0 ? "Now: npm run dev, and edit src/routes/." : "");
process.exitCode = faults.length === 0 ? 0 : 1;

async function sayHello(): Promise<void> {
  console.log(
    "Three hello_world() coroutines, one second each, gathered:\n\n  GET /hello?times=3&delayMs=1000  (Accept: text/plain)\n",
  );
  const startedAt = performance.now();
  const response = await fetch(`${stack.url}/hello?times=3&delayMs=1000`, { headers: { Accept: "text/plain" } });
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const atMs = Math.round(performance.now() - startedAt);
    for (const line of chunk.trimEnd().split("\n")) console.log(`  ${line.padEnd(12)} ${String(atMs).padStart(5)} ms`);
    text += chunk;
  }
  check(text === "Hello World\n".repeat(3) + "Hello Again\n".repeat(3), `/hello printed ${JSON.stringify(text)}`);

  const [together, apart] = await Promise.all(
    ["concurrent", "sequential"].map(async (mode) => {
      const answer = await fetch(`${stack.url}/hello?times=3&delayMs=1000&mode=${mode}`);
      return Hello.parse(await answer.json()).elapsedMs;
    }),
  );
  console.log(`\n  gathered ${together} ms, one after the other ${apart} ms\n`);
  check((together ?? Infinity) < 1_500, `/hello took ${together} ms`);
}

async function tellOfCity(): Promise<void> {
  for (const [path, delayMs] of Object.entries({ "/v1/search": 80, "/v1/forecast": 240, "/v1/air-quality": 160 }))
    await fetch(`${stack.upstreams}/misbehave?path=${path}&delayMs=${delayMs}`, { method: "POST" });
  console.log("A place, then what three upstreams say of it:\n\n  GET /city?name=Lisbon\n");
  const response = await fetch(`${stack.url}/city?name=Lisbon`);
  const { place, parts, ...summary } = City.parse(await response.json());
  console.log(waterfall(Object.entries(parts).map(([name, report]) => ({ name, ...report }))));
  console.log(told(response, summary));
  const outcomes = Object.values(parts).map(({ outcome }) => outcome);
  const whole = summary.complete && outcomes.length === 4 && outcomes.every((outcome) => outcome === "ok");
  check(
    response.status === 200 && place.name === "Lisbon" && whole,
    `/city answered ${response.status}: ${outcomes.join()}`,
  );
}

function told({ status, headers }: Response, { elapsedMs, subrequests }: z.output<typeof Summary>): string {
  return `\n  ${status}, Gather-Complete: ${headers.get("Gather-Complete")}, ${elapsedMs} ms, ${subrequests} subrequests\n`;
}

async function fanOut(): Promise<void> {
  const upstream = (query: string): { url: string } => ({ url: `${stack.upstreams}/fault?${query}` });
  const requests = {
    weather: upstream("delayMs=300"),
    air: upstream("delayMs=450&bodyDelayMs=150"),
    news: upstream("delayMs=200"),
    traffic: { ...upstream("stall=headers"), timeoutMs: 500 },
    events: upstream("delayMs=100&status=503"),
    photos: upstream("delayMs=250"),
    seventh: upstream("delayMs=300"),
    elsewhere: { url: "http://169.254.169.254/latest/meta-data/" },
  };
  console.log("Eight upstreams, six at a time, some of them in trouble:\n\n  POST /gather\n");
  const response = await fetch(`${stack.url}/gather`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ requests }),
  });
  const answer = Gathered.parse(await response.json());
  console.log(waterfall(Object.entries(answer.results).map(([name, result]) => ({ name, ...result }))));
  console.log(told(response, answer));
  for (const { message } of Object.values(answer.results)) if (message !== undefined) console.log(`  ${message}`);
  console.log("");

  const outcomes = Object.entries(answer.results)
    .map(([name, { outcome }]) => `${name} ${outcome}`)
    .join(", ");
  const expected =
    "weather ok, air ok, news ok, traffic timeout, events http_error, photos ok, seventh ok, elsewhere blocked";
  check(response.status === 200 && outcomes === expected, `/gather answered ${response.status}: ${outcomes}`);
}

async function loseNothing(): Promise<void> {
  console.log("A durable job of 300 requests, with a kill in the middle:\n\n  POST /jobs\n");
  const kill = (): void => killRuntime(stack.group, port);
  const { reads, outcomes, received } = await jobThroughKill(stack, kill, console.log);
  const twice = [...reads.values()].filter((count) => count > 1).length;
  console.log(`
  ${REQUESTS - reads.size} results missing, ${twice} twice; ${received - REQUESTS} requests were sent again
  The lease is ${LEASE_MS / 1_000} s here, to be short. It is 30 s by default.
`);
  const whole = reads.size === REQUESTS && twice === 0 && outcomes.get("ok") === REQUESTS;
  check(whole, `the job has ${reads.size} results, ${twice} twice: ${JSON.stringify([...outcomes])}`);
}
