// The declared upstreams of the Worker: their names, and the variables of their origins. Plain data, the same for every
// request.

const names = new Set<string>();
const variables = new Set<string>();
const services = new Set<string>();

/** Registers the name of an upstream or a binding. @throws {Error} for a name that is already declared. */
export function registerName(name: string): void {
  if (names.has(name)) throw new Error(`upstream ${JSON.stringify(name)} is declared twice; names are unique`);
  names.add(name);
}

/** Registers a variable that holds the origin of an upstream. */
export function registerOrigin(variable: string): void {
  variables.add(variable);
}

/** Returns true if `variable` holds the origin of a declared upstream. */
export function isOriginVariable(variable: string): boolean {
  return variables.has(variable);
}

/** Returns the variables of declarations that are missing in `origins`, sorted. */
export function missingOrigins(origins: ReadonlyMap<string, string>): string[] {
  return [...variables].filter((variable) => !origins.has(variable)).toSorted();
}

/** Registers the service binding of an upstream. */
export function registerService(binding: string): void {
  services.add(binding);
}

/** The service bindings that declarations name and `env` lacks, in order. */
export function missingServices(env: object): string[] {
  return [...services].filter((binding) => !(binding in env)).toSorted();
}
