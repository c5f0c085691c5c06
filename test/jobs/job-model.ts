// A job that random steps are taken with, and what must hold after each of them.
import { expect, vi } from "vitest";
import type { Claim } from "../../src/jobs/claim.ts";
import { readLines, writeLines } from "../../src/jobs/chunk-line.ts";
import { JobOptions } from "../../src/jobs/job-options.ts";
import { hasTable, WAITING } from "../../src/jobs/shard-schema.ts";
import type { Fate, Step } from "./fates.ts";
import { LocalObjects } from "./local-objects.ts";

const ID = `${"a".repeat(24)}-00000000`;
const OWNER = "model";
const CHUNK = 10;
const LEASE_MS = 30_000;

/** A consumer that is at work. */
interface Consumer {
  readonly chunk: number;
  readonly claim: Claim;
  /** Indexes that it has not reported. */
  readonly open: Set<number>;
  /** Until when nobody else may have them. */
  leaseUntil: number;
}

export class JobModel {
  readonly #objects: LocalObjects;
  readonly #job: Fate["job"];
  readonly #consumers: Consumer[] = [];
  /** The first result of each index, by what the ledger took in. */
  readonly #results = new Map<number, string>();
  /** Requests that must not be sent twice and are, or may have been, sent. */
  readonly #handed = new Set<number>();
  readonly #starts: number[] = [];
  readonly #read = new Map<number, string>();
  #cursor = 0;
  #seen = { seq: 0, settled: 0 };

  constructor(state: DurableObjectState, job: Fate["job"]) {
    vi.clearAllTimers();
    this.#job = job;
    this.#objects = new LocalObjects(state);
    const { concurrency, ratePerSecond, maxFailures, deadlineS } = job;
    const options = JobOptions.parse({ concurrency, ratePerSecond, maxFailures, deadlineS, ttlS: 1_000 });
    this.#objects.job.open({ id: ID, owner: OWNER, options });
    for (const once of [false, true]) {
      const lines = job.once.flatMap((is, index) => (is === once ? [{ index, json: `{"key":"k${index}"}` }] : []));
      for (let at = 0; at < lines.length; at += CHUNK) {
        const part = lines.slice(at, at + CHUNK);
        const chunk = {
          id: at * 2 + Number(once),
          lane: "https://o.test",
          once,
          lines: part.length,
          left: writeLines(part),
        };
        this.#objects.shard.append({ job: ID, id: 0, maxBodyBytes: 100 }, [chunk]);
      }
    }
    this.#objects.job.seal(ID, "digest", [job.once.length]);
  }

  /** Starts the job. */
  async begin(): Promise<void> {
    await this.take({ what: "alarms" });
  }

  /** Takes a step, and checks the invariants. */
  async take(step: Step): Promise<void> {
    await this.#act(step);
    await settled();
    this.#check();
  }

  /** From now on all goes well: the job ends, and its rows go when its time is over. */
  async finish(): Promise<void> {
    this.#consumers.length = 0;
    for (let round = 0; !this.#ended(); round++) {
      if (round === 400) expect.fail(`the job does not end: ${JSON.stringify(this.#watch())}`);
      await this.take({ what: "alarms" });
      while (this.#objects.messages.length > 0) {
        await this.take({ what: "deliver", message: 0 });
        while (this.#consumers.length > 0)
          await this.take({ what: "report", consumer: 0, done: CHUNK, later: 0, over: true });
      }
      await this.take({ what: "clock", ms: 5_000 });
    }
    this.#readOn();
    const { status } = this.#watch();
    expect(status.settled).toBe(this.#job.once.length);
    expect(Object.values(status.byOutcome).reduce((sum, count) => sum + count, 0)).toBe(status.total);
    expect([...this.#read.keys()].toSorted((a, b) => a - b)).toEqual([...this.#job.once.keys()]);
    vi.advanceTimersByTime(1_000_000);
    await settled();
    await this.#objects.fireAlarms();
    await settled();
    expect([this.#objects.tables(), this.#objects.alarms.size]).toEqual([[], 0]);
  }

  async #act(step: Step): Promise<void> {
    const { messages, job } = this.#objects;
    switch (step.what) {
      case "deliver":
      case "double":
      case "drop": {
        const at = step.message % (messages.length || 1);
        const message = messages[at];
        if (message === undefined) return;
        if (step.what !== "double") messages.splice(at, 1);
        if (step.what !== "drop") this.#claim(message.chunk);
        return;
      }
      case "report":
        return this.#report(step);
      case "die":
        this.#consumers.splice(step.consumer % (this.#consumers.length || 1), 1);
        return;
      case "clock":
        await vi.advanceTimersByTimeAsync(step.ms);
        return;
      case "evict":
        vi.clearAllTimers();
        this.#objects.evict();
        return;
      case "alarms":
        return this.#objects.fireAlarms();
      case "cancel":
        await job.cancel(ID, OWNER);
        return;
      case "queue-fails":
        this.#objects.fails.queue = true;
        return;
      case "tell-fails":
        this.#objects.fails.tell = true;
        return;
      case "read":
        this.#readOn();
    }
  }

  #claim(chunk: number): void {
    const claim = this.#objects.shard.claim(1, chunk);
    if (claim === null) return;
    const { lines, once, startAt, everyMs } = claim;
    const indexes = lines.map(({ index }) => index);
    const held = this.#consumers.filter(({ leaseUntil }) => leaseUntil > Date.now()).flatMap(({ open }) => [...open]);
    expect(indexes.filter((index) => held.includes(index))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
    if (once) {
      expect(lines.length).toBeLessThanOrEqual(6);
      for (const index of indexes) {
        if (this.#handed.has(index)) expect.fail(`request ${index} is handed out twice`);
        this.#handed.add(index);
      }
    }
    if (everyMs > 0) this.#starts.push(...indexes.map((_, at) => startAt + at * everyMs));
    // A consumer of poison dies as soon as it has begun.
    if (indexes.some((index) => this.#job.poison.includes(index))) return;
    this.#consumers.push({ chunk, claim, open: new Set(indexes), leaseUntil: Date.now() + LEASE_MS });
  }

  #report({ consumer: at, done, later, over }: Extract<Step, { what: "report" }>): void {
    const place = at % (this.#consumers.length || 1);
    const consumer = this.#consumers[place];
    if (consumer === undefined) return;
    const { chunk, claim, open } = consumer;
    const indexes = [...open];
    const results = indexes.slice(0, done).map((index) => {
      const outcome = index % 3 === 0 ? "http_error" : "ok";
      return { index, outcome, line: JSON.stringify({ index, outcome, token: claim.token, chunk }) };
    });
    const putOff = indexes.slice(done, done + later);
    // What was put off by its upstream was not done: it may be sent again.
    for (const index of putOff) this.#handed.delete(index);
    for (const index of [...indexes.slice(0, done), ...putOff]) open.delete(index);
    const report = {
      results,
      later: putOff.map((index) => ({ index, at: Date.now() + 3_000, tried: true })),
      pausedUntil: putOff.length > 0 ? Date.now() + 2_000 : 0,
      over,
    };
    const answer = this.#objects.shard.checkpoint(chunk, claim.token, report);
    // Less: a lease that is still long is not extended.
    if (answer.go) consumer.leaseUntil = Math.max(consumer.leaseUntil, Date.now() + LEASE_MS * 0.75);
    if (over || !answer.go) this.#consumers.splice(place, 1);
    if (answer.more) this.#claim(chunk);
  }

  /** What holds after every step. */
  #check(): void {
    const { sql, alarms } = this.#objects;
    const open = hasTable(sql, "chunk")
      ? sql
          .exec<{ left: string; state: number; slots: number; lines: number; taken: number }>("SELECT * FROM chunk")
          .toArray()
      : [];
    const waiting = open.flatMap(({ left }) => readLines(left).map(({ index }) => index));
    const rows = hasTable(sql, "result") ? sql.exec<{ body: string }>("SELECT body FROM result").toArray() : [];
    const lines = rows.flatMap(({ body }) => body.split("\n"));
    const done = lines.map((line) => (JSON.parse(line) as { index: number }).index);
    // I1: each request is in one chunk, or has one result.
    expect([...waiting, ...done].toSorted((a, b) => a - b)).toEqual([...this.#job.once.keys()]);
    // I3: the first result stays.
    for (const [at, line] of lines.entries()) {
      const index = done[at] ?? -1;
      expect(this.#results.get(index) ?? line).toBe(line);
      this.#results.set(index, line);
    }
    for (const { lines: count, left, taken } of open) {
      expect(count).toBe(readLines(left).length);
      expect(taken).toBeLessThanOrEqual(count);
    }
    // J5: no more calls are granted than the job allows, and none starts too early.
    const out = open.filter(({ state }) => state !== WAITING);
    expect(out.reduce((sum, { slots }) => sum + slots, 0)).toBeLessThanOrEqual(this.#job.concurrency);
    const { ratePerSecond } = this.#job;
    if (ratePerSecond !== undefined) {
      const sorted = this.#starts.toSorted((a, b) => a - b);
      for (const [at, start] of sorted.entries())
        if (at > 0) expect(start - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(1_000 / ratePerSecond - 0.001);
    }
    // I4: what readers see only grows.
    const { seq, status } = this.#watch();
    expect([seq >= this.#seen.seq, status.settled >= this.#seen.settled]).toEqual([true, true]);
    this.#seen = { seq, settled: status.settled };
    // I5: a job always wakes up by itself, and a shard while a chunk is out.
    expect(alarms.has("job")).toBe(true);
    if (open.some(({ state }) => state > 0)) expect(alarms.has("shard")).toBe(true);
  }

  /** Reads on from the cursor: nothing that was read comes again. */
  #readOn(): void {
    for (const { seq, after, upTo } of this.#objects.job.log(ID, OWNER, this.#cursor, 1_000) ?? []) {
      const rows = this.#objects.shard.page(after, upTo);
      for (const line of rows.flatMap(({ body }) => body.split("\n"))) {
        const { index } = JSON.parse(line) as { index: number };
        if (this.#read.has(index)) expect.fail(`request ${index} is shown twice`);
        this.#read.set(index, line);
      }
      this.#cursor = seq;
    }
  }

  #watch() {
    const watched = this.#objects.job.watch(ID, OWNER);
    if (watched === undefined) throw new Error("the job is gone");
    return watched;
  }

  #ended(): boolean {
    return this.#watch().status.endedAt !== null;
  }
}

/** Lets everything happen that waits for nothing but its turn. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve();
}
