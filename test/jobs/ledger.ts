// A job's objects, driven by hand: the test delivers messages, fires alarms and sets the clock.
import { env } from "cloudflare:workers";
import { createMessageBatch, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { JobBindings } from "../../src/jobs/bindings.ts";
import type { Claim } from "../../src/jobs/claim.ts";
import { consume, type RunChunk } from "../../src/jobs/consume.ts";
import { jobNameOf, newJobId, shardNameOf } from "../../src/jobs/job-id.ts";
import { JobOptions, type JobOptionsInput } from "../../src/jobs/job-options.ts";
import type { JobStatus } from "../../src/jobs/job-status.ts";
import type { Shard } from "../../src/jobs/shard.ts";
import type { NewRequest } from "../../src/jobs/pack-chunks.ts";
import { type ChunkRow, hasTable } from "../../src/jobs/shard-schema.ts";
import { Upload } from "../../src/jobs/upload.ts";

export const bindings = env as unknown as JobBindings;

/** Who the jobs of tests belong to. */
export const OWNER = "tester";

/** A request for `https://origin.test/index`, unless changed. */
export function requestTo(index: number, changes: Partial<NewRequest> = {}): NewRequest {
  const origin = changes.origin ?? "https://origin.test";
  return { json: JSON.stringify({ url: `${origin}/${index}`, key: `k${index}` }), origin, once: false, ...changes };
}

/** So many requests. */
export function requests(count: number, changes: Partial<NewRequest> = {}): NewRequest[] {
  return Array.from({ length: count }, (_, index) => requestTo(index, changes));
}

/** A job that has been uploaded, in chunks of `chunk` requests; nothing has begun yet. */
export async function uploaded(
  list: readonly NewRequest[],
  options: JobOptionsInput = {},
  chunk = 10,
  end: "sealed" | "dies" = "sealed",
): Promise<Ledger> {
  const id = await newJobId(OWNER);
  const opening = { id, owner: OWNER, options: JobOptions.parse(options) };
  const upload = new Upload(bindings, opening, chunk);
  await bindings.JOB.getByName(jobNameOf(id) ?? "").open(opening);
  for (const request of list) await upload.add(request);
  if (end === "sealed") await upload.seal("digest");
  return new Ledger(id);
}

/** Such a job, begun: its first chunks are sent. */
export async function begun(...args: Parameters<typeof uploaded>): Promise<Ledger> {
  const ledger = await uploaded(...args);
  await ledger.fireJob();
  return ledger;
}

/** Reports every request of a claim as `ok`. */
export const allOk: RunChunk = (claim, send) => send(reportOf(claim));

/** A report that settles all that was claimed, each as `outcomeOf` says. */
export function reportOf({ lines }: Claim, outcomeOf: (index: number) => string = () => "ok", over = true) {
  const results = lines.map(({ index }) => {
    const outcome = outcomeOf(index);
    return { index, outcome, line: JSON.stringify({ index, outcome }) };
  });
  return { results, later: [], pausedUntil: 0, over };
}

/** One job of one shard. */
export class Ledger {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  get job() {
    return bindings.JOB.getByName(jobNameOf(this.id) ?? "");
  }

  get shard() {
    return bindings.SHARD.getByName(shardNameOf(this.id, 0));
  }

  fireJob(): Promise<boolean> {
    return runDurableObjectAlarm(this.job);
  }

  fireShard(): Promise<boolean> {
    return runDurableObjectAlarm(this.shard);
  }

  /** Runs the shard's alarm handler, whether an alarm is set or not. */
  async alarm(): Promise<void> {
    await runInDurableObject(this.shard, (instance: Shard) => instance.alarm());
  }

  /** When the job wakes up. */
  alarmOfJob(): Promise<number | null> {
    return runInDurableObject(this.job, (_, { storage }) => storage.getAlarm());
  }

  /** The job, once its shard has told it everything. */
  async status(): Promise<JobStatus> {
    await this.alarm();
    const watched = await this.job.watch(this.id, OWNER);
    if (watched === undefined) throw new Error(`there is no job ${this.id}`);
    return watched.status;
  }

  /** The rows of all chunks that are not over. */
  chunks(): Promise<ChunkRow[]> {
    return runInDurableObject(this.shard, (_, { storage: { sql } }) => {
      return hasTable(sql, "chunk") ? sql.exec<ChunkRow>("SELECT * FROM chunk ORDER BY id").toArray() : [];
    });
  }

  /** Changes the shard's rows behind its back. */
  async change(query: string): Promise<void> {
    await runInDurableObject(this.shard, (_, { storage }) => void storage.sql.exec(query));
  }

  /** The names of all tables that the job's objects hold. */
  async tables(): Promise<string[]> {
    const names = (_: unknown, { storage: { sql } }: DurableObjectState): string[] =>
      sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray()
        .map(({ name }) => name);
    return [...(await runInDurableObject(this.job, names)), ...(await runInDurableObject(this.shard, names))];
  }

  /** The chunks that a message is out for. */
  async sent(): Promise<number[]> {
    return (await this.chunks()).filter(({ state }) => state === 1).map(({ id }) => id);
  }

  /** Delivers a message of version `v` for each of `chunks`, in one batch. */
  async deliver(chunks: readonly number[], run: RunChunk = allOk, v = 1): Promise<void> {
    const shard = shardNameOf(this.id, 0);
    const messages = chunks.map((chunk, at) => ({
      id: String(at),
      timestamp: new Date(),
      attempts: 1,
      body: { v, shard, chunk },
    }));
    await consume(createMessageBatch("jobs", messages), bindings.SHARD, run);
  }

  /** Delivers all messages until none is out. */
  async work(run: RunChunk = allOk): Promise<void> {
    for (let sent = await this.sent(); sent.length > 0; sent = await this.sent()) await this.deliver(sent, run);
  }

  /** Every result that there is, by index. */
  async results(): Promise<Map<number, string>> {
    const rows = await this.shard.page(0, Number.MAX_SAFE_INTEGER);
    const lines = rows.flatMap(({ body }) => body.split("\n"));
    const results = lines.map((line) => JSON.parse(line) as { index: number; outcome: string });
    const map = new Map(results.map(({ index, outcome }) => [index, outcome]));
    if (map.size !== results.length) throw new Error("an index has two results");
    return map;
  }
}
