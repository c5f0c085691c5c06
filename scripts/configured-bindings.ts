// What wrangler.toml binds to the Worker, for Miniflare: a new binding is there in tests without another edit.
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import * as z from "zod";

/** Requests in a period that tests may make: more than they do, so that no test is refused for another's requests. */
const TEST_LIMIT = 1_000_000;

/**
 * The limit that most routes have and can do without. Miniflare keeps its counts in a database, and requests that wait for
 * each other there would disturb tests of time.
 */
const GENERAL_LIMITER = "RATE_LIMITER";

/** Options that are not bindings, or that whoever runs the Worker says: where it is, its variables, its assets. */
const NOT_BOUND = ["rootPath", "compatibilityDate", "compatibilityFlags", "modulesRules", "bindings", "assets", "name"];

const Options = z.looseObject({
  ratelimits: z
    .record(z.string(), z.looseObject({ simple: z.looseObject({ limit: z.number(), period: z.number() }) }))
    .default({}),
  serviceBindings: z.record(z.string(), z.unknown()).default({}),
});

const Service = z.looseObject({ name: z.string() });

/**
 * The bindings in the configuration at `config`: all but the variables and the general rate limit. Other rate limits are
 * too high for tests to reach.
 * `workers` are the names of the Workers that run beside it.
 *
 * @throws `Error` for a service that none of `workers` is.
 */
export function configuredBindings(config = "wrangler.toml", workers: readonly string[] = []) {
  const { ratelimits, ...options } = Options.parse(unstable_getMiniflareWorkerOptions(config).workerOptions);
  for (const [binding, service] of Object.entries(options.serviceBindings)) {
    const name = Service.safeParse(service).data?.name;
    if (name === undefined || workers.includes(name)) continue;
    const what = `${binding} in ${config} is bound to the service "${name}", which does not run here`;
    throw new Error(`${what}: add its configuration to scripts/auxiliary-workers.ts`);
  }
  const raised = Object.entries(ratelimits)
    .filter(([name]) => name !== GENERAL_LIMITER)
    .map(([name, limit]) => [name, { ...limit, simple: { ...limit.simple, limit: TEST_LIMIT } }]);
  return {
    ...Object.fromEntries(Object.entries(options).filter(([name]) => !NOT_BOUND.includes(name))),
    ratelimits: Object.fromEntries(raised) as Record<string, never>,
  };
}

/** Puts options of Miniflare together: of two records of bindings, both. */
export function mergeBindings<A extends object, B extends object>(first: A, second: B): A & B {
  const merged = Object.entries(second).map(([name, value]: [string, unknown]) => {
    const before = (first as Record<string, unknown>)[name];
    return [name, isRecord(before) && isRecord(value) ? { ...before, ...value } : value];
  });
  return { ...first, ...(Object.fromEntries(merged) as B) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
