// A job whose runtime is killed in the middle, read by its cursor through the kill.
import { setTimeout as pause } from "node:timers/promises";
import { JobAnswer, JobResultLine } from "../src/routes/jobs/job-answer.ts";

/** Requests of the job. */
export const REQUESTS = 300;

/** Requests that the upstream has received when the runtime is killed: the last of them are under way then. */
const KILL_AT = 130;

/** Milliseconds that each request takes. */
const DELAY_MS = 20;

/** Milliseconds between two pages. */
const EVERY_MS = 50;

/** Milliseconds in which the job must have ended. */
const WITHIN_MS = 20_000;

/** The results of the job. */
export interface JobRun {
  /** How often each index was read. */
  readonly reads: ReadonlyMap<number, number>;
  /** Results by outcome. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Requests that the upstream received. */
  readonly received: number;
}

/** The Worker and its upstreams. */
export interface Places {
  readonly url: string;
  readonly upstreams: string;
}

/** Uploads the job, calls `kill` in its middle, and reads on until its end. Tells `say` what happens when. */
export async function jobThroughKill(
  { url, upstreams }: Places,
  kill: () => void,
  say: (line: string) => void,
): Promise<JobRun> {
  const startedAt = performance.now();
  const tell = (line: string): void => {
    say(`  ${((performance.now() - startedAt) / 1_000).toFixed(1)} s  ${line}`);
  };
  const key = `demo-${Date.now()}`;
  const seen = async (until = ""): Promise<number> => {
    const answer = await fetch(`${upstreams}/seen?key=${key}${until}`);
    return ((await answer.json()) as { readonly requests: number }).requests;
  };
  const line = JSON.stringify({ url: `${upstreams}/fault?key=${key}&delayMs=${DELAY_MS}` });
  const upload = { method: "POST", headers: { "Content-Type": "application/x-ndjson" } };
  const response = await fetch(`${url}/jobs?concurrency=100`, { ...upload, body: `${line}\n`.repeat(REQUESTS) });
  if (!response.ok) throw new Error(`POST /jobs answered ${response.status}: ${await response.text()}`);
  const job = JobAnswer.parse(await response.json());
  tell(`${response.status}: ${job.total} requests are stored`);
  await seen(`&until=requests:${KILL_AT}`);
  tell("they are being made: kill -9 of workerd");
  kill();

  const reads = new Map<number, number>();
  const outcomes = new Map<string, number>();
  let cursor = "0";
  for (let end = false; !end; await pause(EVERY_MS)) {
    if (performance.now() - startedAt > WITHIN_MS) throw new Error(`the job has not ended after ${WITHIN_MS} ms`);
    const page = await readPage(`${url}${job.links.results}?cursor=${cursor}`);
    if (page === undefined) continue;
    if (cursor === "0" && page.results.length > 0) tell("a new workerd goes on from what is stored");
    for (const { index, outcome } of page.results) {
      reads.set(index, (reads.get(index) ?? 0) + 1);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    ({ next: cursor, end } = page.last);
  }
  tell(`done: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`);
  return { reads, outcomes, received: await seen() };
}

/** Reads a page of results; `undefined` for one that breaks, which is to be asked for again. */
async function readPage(address: string) {
  try {
    const text = await (await fetch(address)).text();
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JobResultLine.parse(JSON.parse(line)));
    const last = lines.pop();
    const results = lines.filter((line) => "index" in line);
    return last !== undefined && "next" in last ? { results, last } : undefined;
  } catch {
    return undefined;
  }
}
