// An environment of wrangler.toml inherits neither variables nor bindings, and does inherit routes. Both surprise.
import { isDeepStrictEqual } from "node:util";
import { bindingsOf } from "./bindings-of.ts";
import type { Fault } from "./fault.ts";
import type { WorkerConfig } from "./worker-config.ts";

/** Says what the environment `env` lacks beside `top`, the top level of the configuration, or takes away from it. */
export function environmentFaults(top: WorkerConfig, own: WorkerConfig, env: string): readonly Fault[] {
  return [
    ...missing(top, own, env),
    ...missingSecrets(top, own, env),
    ...takenRoutes(top, own, env),
    ...takenQueues(top, own, env),
  ];
}

function missing(top: WorkerConfig, own: WorkerConfig, env: string): Fault[] {
  const there = new Set(bindingsOf(own).map(({ name }) => name));
  return bindingsOf(top)
    .filter(({ name }) => !there.has(name))
    .map(({ name, table, listed }) => {
      const kind = table === "vars" ? "variable" : "binding";
      const where = listed ? `[[env.${env}.${table}]]` : `[env.${env}.${table}]`;
      return {
        what: `the environment ${env} lacks the ${kind} ${name}: environments do not inherit it`,
        fix: `add ${name} under ${where}`,
      };
    });
}

function missingSecrets(top: WorkerConfig, own: WorkerConfig, env: string): Fault[] {
  const required = new Set(own.secrets?.required);
  return (top.secrets?.required ?? [])
    .filter((name) => !required.has(name))
    .map((name) => ({
      what: `the environment ${env} does not require the secret ${name}: environments do not inherit it`,
      fix: `add ${name} to required under [env.${env}.secrets]`,
    }));
}

function takenRoutes(top: WorkerConfig, own: WorkerConfig, env: string): Fault[] {
  const routesOf = ({ route, routes }: WorkerConfig): readonly unknown[] =>
    route === undefined ? routes : [route, ...routes];
  const taken = routesOf(own).filter((route) => routesOf(top).some((other) => isDeepStrictEqual(route, other)));
  if (taken.length === 0) return [];
  return [
    {
      what: `the environment ${env} would take over the routes of the top level: ${JSON.stringify(taken)}`,
      fix: `give it routes of its own, or routes = [] and workers_dev = true, under [env.${env}]`,
    },
  ];
}

function takenQueues(top: WorkerConfig, own: WorkerConfig, env: string): Fault[] {
  const queues = new Set(top.queues.consumers.map(({ queue }) => queue));
  const lacking =
    queues.size > 0 && own.queues.consumers.length === 0
      ? [
          {
            what: `the environment ${env} consumes no queue, and the top level does`,
            fix: `add a consumer under [[env.${env}.queues.consumers]]`,
          },
        ]
      : [];
  const taken = own.queues.consumers
    .filter(({ queue }) => queues.has(queue))
    .map(({ queue }) => ({
      what: `the environment ${env} consumes the queue ${queue} of the top level; a queue has one consumer`,
      fix: `name another queue in [[env.${env}.queues.producers]] and [[env.${env}.queues.consumers]]`,
    }));
  return [...lacking, ...taken];
}
