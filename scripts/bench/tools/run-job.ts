// One durable job on the built Worker under Miniflare, which has a queue: uploaded, worked through and read.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type * as z from "zod";
import { JobAnswer } from "../../../src/routes/jobs/job-answer.ts";
import { ownRuntimes } from "../../own-runtimes.ts";
import { serveBuilt } from "../../serve-built.ts";
import { cpuTimeMs } from "./cpu-time.ts";

/** Milliseconds between two questions for the status: each costs as much as many requests of the job. */
const EVERY_MS = 500;

/** A folder in memory, on Linux. On a disk that is busy the kernel's part of the CPU time was half as much again. */
const IN_MEMORY = "/dev/shm";

/** Requests of a job that runs before the one that is measured. */
const WARM_UP = 10_000;

/** Lines of a page of results. */
const PAGE = 10_000;

type Job = z.output<typeof JobAnswer>;

/** What a part of the job took. */
export interface Effort {
  readonly ms: number;
  /** CPU time of workerd, Miniflare's own Workers included. */
  readonly cpuMs: number;
}

/** What the job took. */
export interface JobCost {
  readonly upload: Effort;
  readonly work: Effort;
  readonly read: Effort;
  readonly rowsWritten: number;
  /** The longest that the status was waited for while the job ran. */
  readonly statusMs: number;
  /** The most memory that workerd held, in megabytes. */
  readonly peakMb: number;
  /** Bytes on disk at the end. */
  readonly storedBytes: number;
}

/** Runs a job of `count` requests for `url`. @throws `Error` unless each has exactly one result. */
export async function runJob(
  scriptPath: string,
  bindings: Readonly<Record<string, string>>,
  { count, url }: { readonly count: number; readonly url: string },
): Promise<JobCost> {
  await using stack = new AsyncDisposableStack();
  const keptIn = await mkdtemp(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), "bench-jobs-"));
  stack.defer(() => rm(keptIn, { recursive: true, force: true }));
  const others = new Set(ownRuntimes());
  const worker = await serveBuilt(scriptPath, bindings, { jobs: { keptIn } });
  stack.defer(worker.stop);
  const pid = ownRuntimes().find((one) => !others.has(one)) ?? NaN;
  const timed = async <T>(work: () => Promise<T>): Promise<Effort & { readonly result: T }> => {
    const [startedAt, cpu] = [performance.now(), cpuTimeMs(pid) ?? NaN];
    const result = await work();
    return { ms: performance.now() - startedAt, cpuMs: (cpuTimeMs(pid) ?? NaN) - cpu, result };
  };

  const post = async (requests: number) => {
    const response = await fetch(`${worker.url}/jobs?concurrency=600`, {
      method: "POST",
      headers: { "Content-Type": "application/x-ndjson" },
      body: `${JSON.stringify({ url })}\n`.repeat(requests),
    });
    return JobAnswer.parse(await response.json());
  };
  const status = async ({ links }: Job): Promise<Job> => {
    return JobAnswer.parse(await (await fetch(worker.url + links.self)).json());
  };

  // A job before, so that the code is compiled.
  const first = await post(WARM_UP);
  while ((await status(first)).endedAt === null) await pause(EVERY_MS);
  const rowsBefore = await rowsWrittenBy(worker.url);

  const upload = await timed(() => post(count));
  let statusMs = 0;
  const work = await timed(async () => {
    for (;;) {
      const askedAt = performance.now();
      const { endedAt, ok } = await status(upload.result);
      statusMs = Math.max(statusMs, performance.now() - askedAt);
      if (endedAt !== null) return ok;
      await pause(EVERY_MS);
    }
  });
  if (work.result !== count) throw new Error(`${work.result} of ${count} requests are ok`);
  const read = await timed(() => readAll(worker.url + upload.result.links.results));
  if (read.result !== count) throw new Error(`${read.result} of ${count} results were read`);
  const rowsWritten = (await rowsWrittenBy(worker.url)) - rowsBefore;
  return { upload, work, read, rowsWritten, statusMs, peakMb: peakMbOf(pid), storedBytes: await bytesIn(keptIn) };
}

async function rowsWrittenBy(worker: string): Promise<number> {
  return (await (await fetch(`${worker}/rows-written`)).json()) as number;
}

/** Reads all pages. Resolves to the number of results. @throws `Error` for one that comes twice. */
async function readAll(address: string): Promise<number> {
  const seen = new Set<string>();
  for (let cursor = "0", end = false; !end;) {
    const text = await (await fetch(`${address}?cursor=${cursor}&limit=${PAGE}`)).text();
    const lines = text.trimEnd().split("\n");
    const last = JSON.parse(lines.pop() ?? "") as { readonly next: string; readonly end: boolean };
    for (const line of lines) {
      const index = line.slice(0, line.indexOf(","));
      if (seen.has(index)) throw new Error(`the result ${index} was read twice`);
      seen.add(index);
    }
    ({ next: cursor, end } = last);
  }
  return seen.size;
}

function peakMbOf(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_000;
  } catch {
    return NaN;
  }
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
