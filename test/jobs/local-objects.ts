// A job and its shard on one real SQLite, without the platform around them: calls are function calls, alarms and
// messages are the test's.
import type { JobBindings } from "../../src/jobs/bindings.ts";
import { JobLedger } from "../../src/jobs/job-ledger.ts";
import type { Message } from "../../src/jobs/message.ts";
import type { ObjectState } from "../../src/jobs/object-state.ts";
import { ShardLedger } from "../../src/jobs/shard-ledger.ts";

/** The two ledgers, what they sent, and when they want to be woken. */
export class LocalObjects {
  readonly sql: SqlStorage;
  /** Rows that were written, alarms included. */
  rowsWritten = 0;
  readonly messages: Message[] = [];
  readonly alarms = new Map<"job" | "shard", number>();
  /** Set to lose the next batch of messages, or the answer to the next progress. */
  readonly fails = { queue: false, tell: false };
  job!: JobLedger;
  shard!: ShardLedger;
  readonly #state: DurableObjectState;

  constructor(state: DurableObjectState) {
    this.#state = state;
    this.sql = this.#counted(state.storage.sql);
    for (const table of ["job", "known", "log", "shard", "chunk", "result", "lane"])
      this.sql.exec(`DROP TABLE IF EXISTS ${table}`);
    this.evict();
  }

  /** New objects over the same rows. */
  evict(): void {
    const env = this.#env();
    this.job = new JobLedger(this.#objectState("job", ["job", "known", "log"]), env);
    this.shard = new ShardLedger(this.#objectState("shard", ["shard", "chunk", "result", "lane"]), env);
  }

  /** Fires every alarm whose time has come. */
  async fireAlarms(): Promise<void> {
    for (const name of ["job", "shard"] as const) {
      const at = this.alarms.get(name);
      if (at === undefined || at > Date.now()) continue;
      this.alarms.delete(name);
      await this[name].onAlarm();
    }
  }

  /** The names of the tables that are there. */
  tables(): string[] {
    const query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'";
    return this.sql
      .exec<{ name: string }>(query)
      .toArray()
      .map(({ name }) => name);
  }

  #counted(sql: SqlStorage): SqlStorage {
    const exec = <T extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]) => {
      const cursor = sql.exec<T>(query, ...values);
      if (!/^\s*(INSERT|UPDATE|DELETE)/.test(query)) return cursor;
      cursor.toArray();
      this.rowsWritten += cursor.rowsWritten;
      return cursor;
    };
    return { exec } as SqlStorage;
  }

  #objectState(name: "job" | "shard", tables: readonly string[]): ObjectState {
    const { storage } = this.#state;
    return {
      storage: {
        sql: this.sql,
        transactionSync: (change) => storage.transactionSync(change),
        getAlarm: () => Promise.resolve(this.alarms.get(name) ?? null),
        setAlarm: (at) => {
          this.rowsWritten++;
          this.alarms.set(name, Number(at));
          return Promise.resolve();
        },
        deleteAlarm: () => Promise.resolve(void this.alarms.delete(name)),
        deleteAll: () => Promise.resolve(tables.forEach((table) => this.sql.exec(`DROP TABLE IF EXISTS ${table}`))),
      },
      blockConcurrencyWhile: (work) => work(),
      waitUntil: (work) => void work,
    };
  }

  #env(): JobBindings {
    const fails = this.fails;
    const job = {
      hear: (...heard: Parameters<JobLedger["hear"]>) => {
        // What is lost is the answer: the job has heard it, and hears it again.
        const answer = this.job.hear(...heard);
        if (!fails.tell) return Promise.resolve(answer);
        fails.tell = false;
        return Promise.reject(new Error("the answer is lost"));
      },
    };
    const shard = {
      begin: (...said: Parameters<ShardLedger["begin"]>) => Promise.resolve(this.shard.begin(...said)),
      forget: () => this.shard.forget(),
    };
    const queue = {
      sendBatch: (batch: readonly { body: Message }[]) => {
        if (fails.queue) {
          fails.queue = false;
          return Promise.reject(new Error("the queue is away"));
        }
        this.messages.push(...batch.map(({ body }) => body));
        return Promise.resolve();
      },
    };
    const env = { JOB: { getByName: () => job }, SHARD: { getByName: () => shard }, JOB_QUEUE: queue };
    return env as unknown as JobBindings;
  }
}
