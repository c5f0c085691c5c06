// Loads the isolate of a program. Isolates have a digest as key, because each new key is billed.
import { childCode } from "./child-code.ts";
import type { SpawnLimits, SpawnOptions } from "./spawn-options.ts";

/**
 * Finds or loads the isolate for `source`. An error in the program shows when the isolate is called.
 *
 * @throws {RangeError} as `childCode`.
 */
export async function openChild(
  loader: WorkerLoader,
  source: string,
  { modules = {}, tenant = "" }: Pick<SpawnOptions, "modules" | "tenant">,
  { maxSourceBytes, cpuMs }: Pick<SpawnLimits, "maxSourceBytes" | "cpuMs">,
): Promise<Fetcher> {
  const code = childCode(source, modules, maxSourceBytes);
  const stub = tenant === null ? loader.load(code) : loader.get(await keyOf(tenant, code), () => code);
  // The limits are not part of the code, so a program keeps its key when they change. The child has nothing to call.
  return stub.getEntrypoint(undefined, { limits: { cpuMs, subRequests: 0 } });
}

/** Returns the same key for the same tenant and code, and a different one otherwise. It reveals neither. */
async function keyOf(tenant: string, code: WorkerLoaderWorkerCode): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([tenant, code]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
