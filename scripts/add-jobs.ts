// Adds jobs to a configuration of wrangler. Local work needs no queue that exists, so it can always have them.
import * as z from "zod";
import { CLASSES, MAX_BATCH_SIZE, PRODUCER, QUEUE } from "./job-resources.ts";

const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

/** As much of a configuration as jobs have lines in. */
const Config = z.looseObject({
  durable_objects: z.looseObject({ bindings: list(z.looseObject({ name: z.string() })) }).prefault({}),
  migrations: list(z.looseObject({ new_sqlite_classes: list(z.string()) })),
  queues: z
    .looseObject({
      producers: list(z.looseObject({ binding: z.string(), queue: z.string() })),
      consumers: list(z.looseObject({ queue: z.string() })),
    })
    .prefault({}),
});

/**
 * Adds to the configuration `raw` the lines of jobs that it lacks, and sets the size of a batch to what suits
 * Miniflare.
 */
export function addJobs(raw: Readonly<Record<string, unknown>>) {
  const { durable_objects, migrations, queues, ...rest } = Config.parse(raw);
  const bound = durable_objects.bindings.map(({ name }) => name);
  const objects = Object.entries(CLASSES).filter(([name]) => !bound.includes(name));
  const migrated = migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes);
  const classes = Object.values(CLASSES).filter((name) => !migrated.includes(name));
  const producer = queues.producers.find(({ binding }) => binding === PRODUCER);
  const queue = producer?.queue ?? QUEUE;
  const consumer = queues.consumers.find((one) => one.queue === queue);
  return {
    ...rest,
    durable_objects: {
      ...durable_objects,
      bindings: [...durable_objects.bindings, ...objects.map(([name, class_name]) => ({ name, class_name }))],
    },
    migrations: [...migrations, ...(classes.length === 0 ? [] : [{ tag: "jobs", new_sqlite_classes: classes }])],
    queues: {
      ...queues,
      producers: [...queues.producers, ...(producer === undefined ? [{ binding: PRODUCER, queue }] : [])],
      consumers: [
        ...queues.consumers.filter((one) => one !== consumer),
        { queue, max_batch_timeout: 0, max_retries: 0, ...consumer, max_batch_size: MAX_BATCH_SIZE },
      ],
    },
  };
}
