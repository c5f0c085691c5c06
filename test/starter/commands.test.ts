// The commands a newcomer types, run as they run them: `npm run …` in a process of its own.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { listen } from "../../scripts/listen.ts";
import { npmRun } from "../support/npm-run.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";

/** The processes that were started for `port` and are still there. */
function wranglers(port: string): string[] {
  const lines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes("wrangler") && line.includes(port));
}

async function listens(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

test("npm run dev prints its address, serves the local upstreams, jobs and more, and Ctrl-C leaves nothing behind", async () => {
  const elsewhere = await listen(createServer((_request, response) => response.end("elsewhere")));
  onTestFinished(elsewhere.close);
  const other = `http://127.0.0.1:${elsewhere.port}`;
  const port = String(await freePort(0));

  const dev = npmRun(["dev", "--", "--port", port], { ALLOWED_ORIGINS: other });
  const url = await dev.prints(new RegExp(`${PROJECT_NAME} +(http:\\S+)`));
  const upstreams = await dev.prints(/upstreams\s+(http:\S+)/);
  expect(url).toBe(`http://localhost:${port}`);

  const response = await fetch(`${url}/gather`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ requests: [{ url: `${upstreams}/fault` }, { url: other }] }),
  });
  expect([response.status, response.headers.get("Gather-Complete")]).toEqual([200, "true"]);
  const job = await fetch(`${url}/jobs`, {
    method: "POST",
    headers: { "Content-Type": "application/x-ndjson" },
    body: JSON.stringify({ url: `${upstreams}/fault` }),
  });
  expect(job.status).toBe(202);
  expect(dev.printed()).not.toMatch(/error|warn|telemetry|ENOTFOUND|EAI_AGAIN|Unable to fetch/i);

  process.kill(-dev.pid, "SIGINT");
  await dev.ended;
  expect([await listens(url), await listens(upstreams), wranglers(port)]).toEqual([false, false, []]);
}, 60_000);

test("npm run dev, interrupted while it starts, leaves nothing behind", async () => {
  const port = String(await freePort(0));
  const dev = npmRun(["dev", "--", "--port", port]);
  await dev.prints(/(scripts\/dev\.ts)/);
  process.kill(-dev.pid, "SIGINT");
  await dev.ended;
  expect([await listens(`http://localhost:${port}`), wranglers(port)]).toEqual([false, []]);
}, 60_000);

test("npm run dev says at once what is wrong with its arguments, and leaves nothing behind", async () => {
  const port = String(await freePort(0));
  const dev = npmRun(["dev", "--", "--port", port, "--no-such-argument"]);
  expect(await dev.ended).toBe(1);
  expect(dev.printed()).toMatch(/no-such-argument/);
  expect(wranglers(port)).toEqual([]);
}, 20_000);

test("npm run demo shows the program's lines, every result and a waterfall, also when its port is taken", async () => {
  const squatter = createServer().listen(8787, "localhost");
  await Promise.race([once(squatter, "listening"), once(squatter, "error")]);
  onTestFinished(() => void squatter.close());

  const demo = npmRun(["demo"]);
  expect(await demo.ended).toBe(0);
  const printed = demo.printed();
  expect(printed.match(/Hello (World|Again)/g)).toEqual([
    ...Array<string>(3).fill("Hello World"),
    ...Array<string>(3).fill("Hello Again"),
  ]);
  for (const line of [/weather +\| *-+/, /traffic .* timeout/, /elsewhere .* blocked/, /Gather-Complete: false/])
    expect(printed).toMatch(line);
  for (const line of [/kill -9 of workerd/, /done: 300 ok/, /0 results missing, 0 twice/])
    expect(printed).toMatch(line);
}, 60_000);
