// Miniflare's options for jobs. They equal the lines in src/jobs/README.md.

/** The queue's name. */
const QUEUE = "jobs";

/**
 * Messages a batch: Miniflare runs one batch at a time, so that one message a batch would mean six calls at once in
 * all.
 */
const MAX_BATCH_SIZE = 10;

/**
 * Options that bind the objects and the queue. Not `consumed`, messages are dropped, and a test delivers them itself.
 */
export function jobResources({ consumed }: { readonly consumed: boolean }) {
  return {
    durableObjects: {
      JOB: { className: "Job", useSQLite: true },
      SHARD: { className: "Shard", useSQLite: true },
    },
    queueProducers: { JOB_QUEUE: QUEUE },
    ...(consumed && {
      queueConsumers: { [QUEUE]: { maxBatchSize: MAX_BATCH_SIZE, maxBatchTimeout: 0, maxRetries: 0 } },
    }),
  };
}
