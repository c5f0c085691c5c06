// The bindings that jobs need. A Worker without them runs, and has no jobs.
import type { Job } from "./job.ts";
import type { Message } from "./message.ts";
import type { Shard } from "./shard.ts";

/** Milliseconds that a message or a claim may stay silent before its chunk is handed out again. */
const LEASE_MS = 30_000;

/** The bindings that wrangler.toml declares for jobs. */
export interface JobBindings {
  readonly JOB: DurableObjectNamespace<Job>;
  readonly SHARD: DurableObjectNamespace<Shard>;
  readonly JOB_QUEUE: Queue<Message>;
  /** Milliseconds of a lease, where it is not the default: tests and the demo shorten it. */
  readonly JOB_LEASE_MS?: string;
}

/** The bindings in `env`, or `undefined` where one is missing. Types know them only where wrangler.toml has them. */
export function jobBindingsOf(env: object): JobBindings | undefined {
  const { JOB, SHARD, JOB_QUEUE } = env as Partial<JobBindings>;
  return JOB === undefined || SHARD === undefined || JOB_QUEUE === undefined ? undefined : (env as JobBindings);
}

/** Milliseconds of a lease. */
export function leaseMsOf({ JOB_LEASE_MS }: Pick<JobBindings, "JOB_LEASE_MS">): number {
  return Number(JOB_LEASE_MS ?? LEASE_MS);
}
