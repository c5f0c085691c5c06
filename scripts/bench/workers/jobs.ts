// The project's jobs, with a count of the rows that they write. With `FAKED` no call is made: what is left is the
// ledger.
import { createApp } from "../../../src/app.ts";
import { jobBindingsOf } from "../../../src/jobs/bindings.ts";
import type { JobBindings } from "../../../src/jobs/bindings.ts";
import { consume, type RunChunk } from "../../../src/jobs/consume.ts";
import { jobConsumer } from "../../../src/jobs/consume-jobs.ts";
import { Job as PlainJob } from "../../../src/jobs/job.ts";
import { Shard as PlainShard } from "../../../src/jobs/shard.ts";

let rowsWritten = 0;
let counts = false;

/** Counts what every object of this isolate writes, alarms included: by its prototypes, once. */
function countRows({ storage }: DurableObjectState): void {
  if (counts) return;
  counts = true;
  const sql = Object.getPrototypeOf(storage.sql) as SqlStorage;
  const exec = methodOf(sql, "exec") as (this: SqlStorage, query: string, ...values: SqlStorageValue[]) => AnyCursor;
  sql.exec = function counted(this: SqlStorage, query: string, ...values: SqlStorageValue[]) {
    const cursor = exec.call(this, query, ...values);
    if (/^\s*(INSERT|UPDATE|DELETE)/.test(query)) rowsWritten += (cursor.toArray(), cursor.rowsWritten);
    return cursor;
  } as SqlStorage["exec"];
  const alarms = Object.getPrototypeOf(storage) as DurableObjectStorage;
  const setAlarm = methodOf(alarms, "setAlarm") as (this: DurableObjectStorage, at: number | Date) => Promise<void>;
  alarms.setAlarm = function counted(this: DurableObjectStorage, at: number | Date) {
    rowsWritten++;
    return setAlarm.call(this, at);
  };
}

type AnyCursor = SqlStorageCursor<Record<string, SqlStorageValue>>;

/** A method without its object, which the counted one calls with its own. */
function methodOf(prototype: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.value;
}

export class Job extends PlainJob {
  constructor(state: DurableObjectState, env: JobBindings) {
    countRows(state);
    super(state, env);
  }
}

export class Shard extends PlainShard {
  constructor(state: DurableObjectState, env: JobBindings) {
    countRows(state);
    super(state, env);
  }
}

/** The rest of a result's line, as for an upstream that answers a few hundred bytes. Writing it is not the ledger's work. */
const REST = JSON.stringify({
  outcome: "ok",
  status: 200,
  headers: { "content-type": "application/json", "content-length": "112" },
  body: { name: "part", values: Array.from({ length: 20 }, (_, index) => index * 37) },
  timing: { startMs: 1, queuedMs: 0, ttfbMs: 20, bodyMs: 1, totalMs: 21, attempts: 1, hedged: false },
}).slice(1);

/** Reports every request as done. */
const fake: RunChunk = (claim, send) => {
  const results = claim.lines.map(({ index }) => ({ index, outcome: "ok", line: `{"index":${index},${REST}` }));
  return send({ results, later: [], pausedUntil: 0, over: true });
};

const app = createApp();
const consumeJobs = jobConsumer();

export default {
  fetch: (request, env, context) =>
    request.url.endsWith("/rows-written") ? Response.json(rowsWritten) : app.fetch(request, env, context),
  async queue(batch, env, context) {
    const bindings = jobBindingsOf(env);
    if ((env as { readonly FAKED?: string }).FAKED !== "true" || bindings === undefined)
      return consumeJobs(batch, env, context);
    await consume(batch, bindings.SHARD, fake);
  },
} satisfies ExportedHandler<Env>;
