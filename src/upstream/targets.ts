// The targets of a declared upstream: the origin in a variable, several origins, or a service binding.
import type { Target } from "./call/call-limits.ts";
import { declaredHealth } from "./call/health.ts";
import { registerOrigin, registerService } from "./declarations.ts";
import type { WorkerContext } from "./request/scope-options.ts";

/** The variables in wrangler.toml that hold origins. After adding one, run `npm run prepare`. */
export type OriginVariable = Extract<keyof Env, `${string}_ORIGIN`>;

/** The service bindings in wrangler.toml. */
export type ServiceBinding = { [K in keyof Env]: Env[K] extends Fetcher ? K : never }[keyof Env];

/** The place of an upstream: its origin or its service binding. */
export type Place =
  | {
      /**
       * The variable of its origin. Calls may go there. A redirect from there needs `ALLOWED_ORIGINS`. Several origins
       * are alternatives: a retry or a hedge goes to the next one, without a wait, and each has its own breaker.
       */
      readonly origin: OriginVariable | readonly [OriginVariable, ...OriginVariable[]];
      readonly service?: undefined;
    }
  | {
      /** The service binding to another Worker. */
      readonly service: ServiceBinding;
      readonly origin?: undefined;
    };

/** Finds the targets of an upstream. The first one gets the first attempt. */
export type FindTargets = (worker: WorkerContext) => readonly [Target, ...Target[]];

/** Registers the variables of `place`. The returned function throws if a variable or binding is not set. */
export function targetsOf(name: string, place: Place): FindTargets {
  const { service } = place;
  if (service !== undefined) return serviceTarget(name, service);
  const variables = typeof place.origin === "string" ? ([place.origin] as const) : place.origin;
  for (const variable of variables) registerOrigin(variable);
  const [first, ...others] = variables;
  const health = declaredHealth(name);
  const healths = others.map((variable) => declaredHealth(`${name} ${variable}`));
  return function findOrigins({ origins }) {
    const originOf = (variable: string): string => {
      const origin = origins.get(variable);
      if (origin === undefined)
        throw new Error(`${variable} is not set: upstream ${JSON.stringify(name)} needs its origin`);
      return origin;
    };
    const alternatives = others.map((variable, index) => ({
      origin: originOf(variable),
      health: healths[index] ?? health,
    }));
    return [{ origin: originOf(first), health }, ...alternatives];
  };
}

/** How many targets `place` has. */
export function countOf({ origin }: Place): number {
  return typeof origin === "object" ? origin.length : 1;
}

function serviceTarget(name: string, service: string): FindTargets {
  registerService(service);
  const health = declaredHealth(name);
  // A name of the zone that is reserved for private use. The other Worker sees it in the request's URL.
  const origin = `https://${service.toLowerCase().replaceAll("_", "-")}.internal`;
  return function findService({ env }) {
    const fetcher = (env as unknown as Record<string, Fetcher | undefined>)[service];
    if (fetcher === undefined) throw new Error(`${service} is not bound; upstream ${JSON.stringify(name)} needs it`);
    return [{ origin, health, fetcher }];
  };
}
