// The objects and the queue of jobs, for Miniflare and for `wrangler dev`. They equal the lines in src/jobs/README.md.
import { PROJECT_NAME } from "../src/project-name.ts";

/** The queue's name, where wrangler.toml gives it no other. */
export const QUEUE = `${PROJECT_NAME}-jobs`;

/**
 * Messages a batch: Miniflare runs one batch at a time, so that one message a batch would mean six calls at once in
 * all.
 */
export const MAX_BATCH_SIZE = 10;

/** The bindings of the objects, with their classes. */
export const CLASSES = { JOB: "Job", SHARD: "Shard" };

/** The binding of the queue. */
export const PRODUCER = "JOB_QUEUE";

/**
 * Miniflare's options that bind the objects and the queue. Not `consumed`, messages are dropped, and a test delivers
 * them itself.
 */
export function jobResources({ consumed }: { readonly consumed: boolean }) {
  return {
    durableObjects: {
      JOB: { className: CLASSES.JOB, useSQLite: true },
      SHARD: { className: CLASSES.SHARD, useSQLite: true },
    },
    queueProducers: { [PRODUCER]: QUEUE },
    ...(consumed && {
      queueConsumers: { [QUEUE]: { maxBatchSize: MAX_BATCH_SIZE, maxBatchTimeout: 0, maxRetries: 0 } },
    }),
  };
}
