// Where a declared upstream is: the origin that a variable holds, one of several, or a service binding.
import type { Target } from "./call/call-limits.ts";
import { declaredHealth } from "./call/health.ts";
import { registerOrigin } from "./declarations.ts";
import type { WorkerContext } from "./request/scope-options.ts";

/** The variables of wrangler.toml that say where an upstream is. `npm run prepare` makes a new one known. */
export type OriginVariable = Extract<keyof Env, `${string}_ORIGIN`>;

/** The service bindings of wrangler.toml. */
export type ServiceBinding = { [K in keyof Env]: Env[K] extends Fetcher ? K : never }[keyof Env];

/** Where an upstream is. */
export type Place =
  | {
      /**
       * The variable that holds its origin. Its calls may go there, and from there only where `ALLOWED_ORIGINS` lets them.
       * Several are alternatives: a retry or a hedge goes to the next, a retry without a wait, and each has its breaker.
       */
      readonly origin: OriginVariable | readonly [OriginVariable, ...OriginVariable[]];
      readonly service?: undefined;
    }
  | {
      /** The service binding of another Worker. */
      readonly service: ServiceBinding;
      readonly origin?: undefined;
    };

/** Finds the targets of an upstream; the first call of a request asks there first. */
export type FindTargets = (worker: WorkerContext) => readonly [Target, ...Target[]];

/** Registers the variables of `place`. What is returned throws `Error` for a variable or a binding that is not set. */
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

function serviceTarget(name: string, service: ServiceBinding): FindTargets {
  const health = declaredHealth(name);
  // A name of the zone that is reserved for private use. The other Worker sees it in the request's URL.
  const origin = `https://${String(service).toLowerCase().replaceAll("_", "-")}.internal`;
  return function findService({ env }) {
    const fetcher = (env as unknown as Record<string, Fetcher | undefined>)[service];
    if (fetcher === undefined) throw new Error(`${service} is not bound, which upstream ${JSON.stringify(name)} is`);
    return [{ origin, health, fetcher }];
  };
}
