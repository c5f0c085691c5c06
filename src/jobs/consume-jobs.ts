// The Worker's queue handler.
import { jobBindingsOf } from "./bindings.ts";
import { consume } from "./consume.ts";
import { chunkRunner } from "./run-chunk.ts";

/** Runs the chunks that the messages of `batch` point at. Export it as the Worker's `queue`. */
export async function consumeJobs(batch: MessageBatch, env: Env, context: ExecutionContext): Promise<void> {
  const bindings = jobBindingsOf(env);
  if (bindings === undefined) return batch.ackAll();
  const run = chunkRunner(env, (work) => context.waitUntil(work));
  await consume(batch, bindings.SHARD, run);
}
