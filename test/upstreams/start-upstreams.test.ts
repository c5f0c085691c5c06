// Starting and stopping, from code and from the command line.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { raw } from "./raw.ts";

const main = fileURLToPath(new URL("../../scripts/upstreams/main.ts", import.meta.url));

function run(...flags: string[]) {
  const child = spawn(process.execPath, [main, ...flags]);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("servers have tallies of their own", async () => {
  const servers = [await startUpstreams(), await startUpstreams()];
  for (const { origin } of servers) {
    expect(await (await fetch(`${origin}/fault`)).json()).toMatchObject({ n: 1 });
  }
  await Promise.all(servers.map((server) => server.close()));
});

test("a port in use rejects with Node's own error", async () => {
  const upstreams = await startUpstreams();
  const port = Number(new URL(upstreams.origin).port);
  await expect(startUpstreams({ port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
  await upstreams.close();
});

test("a port out of range rejects", async () => {
  await expect(startUpstreams({ port: 65_536 })).rejects.toThrow(RangeError);
});

test("close ends requests that stall, questions that wait and connections that never asked", async () => {
  const { origin, close } = await startUpstreams();
  const stalled = [fetch(`${origin}/fault?stall=headers`), fetch(`${origin}/fault?stall=body`).then((r) => r.text())];
  const ended = Promise.allSettled(stalled);
  const silent = raw(origin, "");
  const waiting = raw(origin, "GET /seen?key=never&until=requests:1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await fetch(`${origin}/seen?until=requests:2`);
  await close();
  expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await Promise.all([silent, waiting]);
  await expect(fetch(origin)).rejects.toThrow("fetch failed");
});

test("close may be called again", async () => {
  const upstreams = await startUpstreams();
  await upstreams.close();
  await expect(upstreams.close()).resolves.toBeUndefined();
});

test.for(["SIGINT", "SIGTERM"] as const)("the command prints its origin and stops on %s", async (signal) => {
  const child = run("--port", "0", "--seed", "7");
  const origin = String((await once(createInterface(child.stdout), "line"))[0]);
  const answers = Promise.allSettled([fetch(`${origin}/fault?stall=headers`)]);
  await fetch(`${origin}/seen?until=requests:1`);
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await answers).toMatchObject([{ status: "rejected" }]);
});

test.for([
  ["an unknown flag", ["--porf", "1"], "--porf"],
  ["a port that is no number", ["--port", "x"], "--port"],
  ["a port out of range", ["--port", "65536"], "--port"],
  ["an argument that belongs to no flag", ["9000"], "9000"],
] as const)("the command refuses %s with exit code 2", async ([, flags, culprit]) => {
  const child = run(...flags);
  const [message, exit] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(exit).toEqual([2, null]);
  expect(message).toContain(culprit);
  expect(message).toContain("usage:");
});

test("the command says so when its port is in use, with exit code 1", async () => {
  const upstreams = await startUpstreams();
  const child = run("--port", new URL(upstreams.origin).port);
  const [message, exit] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(exit).toEqual([1, null]);
  expect(message).toContain("EADDRINUSE");
  await upstreams.close();
});
