// Jobs whose runtime is killed, with SIGKILL, in the middle of everything.
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { JobAnswer, JobResultLine } from "../../src/routes/jobs/job-answer.ts";
import { type ClockedServer, clockedServer } from "../support/clocked-server.ts";
import { eventsIn } from "../support/job-client.ts";
import { killable } from "../support/kill-worker.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";

/** A lease of a second and a half: what a kill costs is over soon. */
const LEASE_MS = "1500";

/** Milliseconds that a request waits for a runtime that is being started. */
const PATIENCE_MS = 20_000;

async function killableWorker({ origin }: ClockedServer) {
  const changes = { ALLOWED_ORIGINS: origin, SUBREQUESTS: "1000", JOB_LEASE_MS: LEASE_MS };
  const { started, kill } = await killable(() => ownBuilt(changes, { jobs: true }));
  const headers = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/x-ndjson" };
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(started.worker + path, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
  return { kill, ask };
}

/** Asks until there is an answer that is read to its end. */
async function insist<T>(read: () => Promise<T>): Promise<T> {
  let giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const beganAt = Date.now();
    try {
      return await read();
    } catch (error) {
      // A stream that ran for a while and broke is not one that never began.
      if (Date.now() - beganAt > 1_000) giveUpAt = Date.now() + PATIENCE_MS;
      if (Date.now() > giveUpAt) throw error;
      await pause(20);
    }
  }
}

test("J1 a job of 1,200 is read through three kills: each index once, POSTs sent at most once, progress never back", async () => {
  const upstream = await clockedServer((response) => setTimeout(() => response.end("done"), 100));
  const { kill, ask } = await killableWorker(upstream);
  const lines = Array.from({ length: 1_200 }, (_, index) =>
    JSON.stringify({ url: `${upstream.origin}/${index}`, method: index % 10 === 0 ? "POST" : "GET" }),
  );
  const job = JobAnswer.parse(await (await ask("/jobs", { method: "POST", body: lines.join("\n") })).json());

  const outcomes = new Map<number, string>();
  const kills = [200, 500, 900];
  async function readThroughKills(): Promise<void> {
    let cursor = "0";
    for (let end = false; !end;) {
      const page = await insist(async () => {
        const text = await (await ask(`${job.links.results}?cursor=${cursor}&limit=200`)).text();
        const read = text
          .trimEnd()
          .split("\n")
          .map((line) => JobResultLine.parse(JSON.parse(line)));
        const last = read.at(-1);
        if (last === undefined || !("next" in last)) throw new Error("the page is broken");
        return { read, last };
      });
      for (const line of page.read) {
        if (!("index" in line)) continue;
        if (outcomes.has(line.index)) expect.fail(`${line.index} is shown twice`);
        outcomes.set(line.index, line.outcome);
      }
      ({ next: cursor, end } = page.last);
      if (outcomes.size >= (kills[0] ?? Infinity)) {
        kills.shift();
        kill();
      }
      if (page.read.length === 1) await pause(50);
    }
  }

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

  await Promise.all([readThroughKills(), watchThroughKills()]);
  expect([kills, outcomes.size]).toEqual([[], 1_200]);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1_200);
  // POSTs that a killed consumer held are lost. All other requests are ok.
  const lost = [...outcomes].filter(([, outcome]) => outcome !== "ok");
  expect(lost.filter(([index, outcome]) => index % 10 !== 0 || outcome !== "lost")).toEqual([]);
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
