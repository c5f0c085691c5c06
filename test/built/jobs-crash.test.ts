// Jobs whose runtime is killed, with SIGKILL, in the middle of everything.
import { expect, test } from "vitest";
import { JobAnswer } from "../../src/routes/jobs/job-answer.ts";
import { type ClockedServer, clockedServer } from "../support/clocked-server.ts";
import { eventsIn } from "../support/job-client.ts";
import { insist, readThrough } from "../support/job-reader.ts";
import { killable } from "../support/kill-worker.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";

/** A lease of a second and a half: what a kill costs is over soon. */
const LEASE_MS = "1500";

async function killableWorker({ origin }: ClockedServer, more: Record<string, string> = {}) {
  const changes = { ALLOWED_ORIGINS: origin, SUBREQUESTS: "1000", JOB_LEASE_MS: LEASE_MS, ...more };
  const { started, kill } = await killable(() => ownBuilt(changes, { jobs: true }));
  const headers = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/x-ndjson" };
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(started.worker + path, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
  return { kill, ask };
}

test("J1 a job of 1,200 is read through three kills: each index once, POSTs sent at most once, progress never back", async () => {
  const upstream = await clockedServer((response) => setTimeout(() => response.end("done"), 100));
  const { kill, ask } = await killableWorker(upstream);
  const lines = Array.from({ length: 1_200 }, (_, index) =>
    JSON.stringify({ url: `${upstream.origin}/${index}`, method: index % 10 === 0 ? "POST" : "GET" }),
  );
  const job = JobAnswer.parse(await (await ask("/jobs", { method: "POST", body: lines.join("\n") })).json());

  const kills = [200, 500, 900];
  const reading = readThrough(ask, job, (count) => {
    if (count < (kills[0] ?? Infinity)) return;
    kills.shift();
    kill();
  });

  const progress: number[] = [];
  async function watchThroughKills(): Promise<void> {
    let lastId = "";
    for (let over = false; !over;) {
      over = await insist(async () => {
        const response = await ask(job.links.events, { headers: lastId === "" ? {} : { "Last-Event-ID": lastId } });
        if (response.status === 204) return true;
        const decoder = new TextDecoder();
        let text = "";
        try {
          for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
        } finally {
          const whole = text.slice(0, text.lastIndexOf("\n\n") + 2);
          for (const { id, data } of eventsIn(whole)) {
            lastId = String(id);
            progress.push(data.settled);
          }
        }
        return text.includes("event: end");
      });
    }
  }

  const [results] = await Promise.all([reading, watchThroughKills()]);
  expect([kills, results.size]).toEqual([[], 1_200]);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1_200);
  // POSTs that a killed consumer held are lost. All other requests are ok.
  const lost = [...results].filter(([, { outcome }]) => outcome !== "ok");
  expect(lost.filter(([index, { outcome }]) => index % 10 !== 0 || outcome !== "lost")).toEqual([]);
  const sent = [...upstream.paths].filter(([path, count]) => Number(path.slice(1)) % 10 === 0 && count > 1);
  expect(sent).toEqual([]);
}, 120_000);

test("J6 a kill in the middle of an upload: nothing runs, and the key is free when the lease is over", async () => {
  const upstream = await clockedServer((response) => response.end());
  const { kill, ask } = await killableWorker(upstream);
  const headers = { "Idempotency-Key": "nightly" };
  const line = new TextEncoder().encode(`${JSON.stringify({ url: `${upstream.origin}/1` })}${" ".repeat(50_000)}\n`);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const init = { method: "POST", headers, body: readable, duplex: "half" } as RequestInit;
  const first = ask("/jobs", init).then(
    ({ status }) => status,
    () => "broken",
  );
  const writer = writable.getWriter();
  for (let written = 0; written < 24_000_000; written += line.length) await writer.write(line);
  kill();
  expect(await first).toBe("broken");
  await writer.abort().catch(() => undefined);

  const body = JSON.stringify({ url: `${upstream.origin}/2` });
  const statuses: number[] = [];
  const job = await insist(async () => {
    const response = await ask("/jobs", { method: "POST", headers, body });
    statuses.push(response.status);
    return JobAnswer.parse(await response.json());
  });
  expect(new Set(statuses)).toEqual(new Set([409, 202]));
  await insist(async () => {
    const { state } = JobAnswer.parse(await (await ask(job.links.self)).json());
    if (state !== "done") throw new Error(state);
  });
  expect([...upstream.paths]).toEqual([["/2", 1]]);
}, 60_000);

test("J4 one request kills the runtime each time that it is made: it alone is lost, all others are told", async () => {
  const others = { kill: (): void => undefined };
  const upstream = await clockedServer((response, _count, { url }) => {
    if (url === "/13") others.kill();
    else response.end("done");
  });
  const { kill, ask } = await killableWorker(upstream, { SUBREQUESTS: "16", JOB_LEASE_MS: "1000" });
  others.kill = kill;
  const lines = Array.from({ length: 24 }, (_, index) => JSON.stringify({ url: `${upstream.origin}/${index}` }));
  const job = JobAnswer.parse(await (await ask("/jobs", { method: "POST", body: lines.join("\n") })).json());

  const results = await readThrough(ask, job);
  expect(results.size).toBe(24);
  expect(
    [...results].filter(([, { outcome }]) => outcome !== "ok").map(([index, { outcome }]) => [index, outcome]),
  ).toEqual([[13, "lost"]]);
  expect(results.get(13)?.message).toBe("it may or may not have been sent: what handled it did not report back");
}, 90_000);
