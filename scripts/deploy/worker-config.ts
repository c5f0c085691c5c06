// wrangler.toml as one environment sees it, read by wrangler itself.
import { unstable_readConfig } from "wrangler";
import * as z from "zod";

const WorkerConfig = z.looseObject({
  name: z.string().optional(),
  compatibility_date: z.string().optional(),
  compatibility_flags: z.array(z.string()).default([]),
  definedEnvironments: z.array(z.string()).default([]),
  vars: z.record(z.string(), z.unknown()).default({}),
  route: z.unknown(),
  routes: z.array(z.unknown()).default([]),
  queues: z.looseObject({ consumers: z.array(z.looseObject({ queue: z.string() })).default([]) }).default({
    consumers: [],
  }),
  secrets: z.looseObject({ required: z.array(z.string()).default([]) }).optional(),
});

/** A configuration. The checks name the tables that they need; the others are there as well. */
export type WorkerConfig = z.output<typeof WorkerConfig>;

/**
 * Reads the configuration at `path` for the environment `env`; an empty name is the top level.
 *
 * @throws wrangler's own error, which says what is wrong, where the file or the environment is missing or broken.
 */
export function readWorkerConfig(path: string, env: string): WorkerConfig {
  const read: (args: { config: string; env: string }) => unknown = unstable_readConfig;
  return WorkerConfig.parse(read({ config: path, env }));
}
