// The Worker's queue handler.
import { jobBindingsOf } from "./bindings.ts";
import { consume } from "./consume.ts";
import type { JobUpstreams } from "./make-call.ts";
import { chunkRunner } from "./run-chunk.ts";

/**
 * Makes the Worker's `queue`: it runs the chunks that messages point at. `upstreams` are declared upstreams that
 * requests may name.
 *
 * @example export default { fetch: app.fetch, queue: jobConsumer({ forecast }) };
 */
export function jobConsumer(upstreams: JobUpstreams = {}) {
  return async function consumeJobs(batch: MessageBatch, env: Env, context: ExecutionContext): Promise<void> {
    const bindings = jobBindingsOf(env);
    if (bindings === undefined) return batch.ackAll();
    const run = chunkRunner(env, upstreams, (work) => context.waitUntil(work));
    await consume(batch, bindings.SHARD, run);
  };
}
