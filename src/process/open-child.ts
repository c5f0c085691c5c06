// From a program to the isolate it runs in. Isolates are found by a digest, because each key that a loader has not seen is billed.
import { childCode } from "./child-code.ts";
import type { SpawnLimits, SpawnOptions } from "./spawn-options.ts";

/**
 * Finds or loads the isolate for `source`; what is wrong with the program shows when it is called.
 *
 * @throws `RangeError` as `childCode`.
 */
export async function openChild(
  loader: WorkerLoader,
  source: string,
  { modules = {}, tenant = "" }: Pick<SpawnOptions, "modules" | "tenant">,
  { maxSourceBytes, cpuMs }: Pick<SpawnLimits, "maxSourceBytes" | "cpuMs">,
): Promise<Fetcher> {
  const code = childCode(source, modules, maxSourceBytes);
  const stub = tenant === null ? loader.load(code) : loader.get(await keyOf(tenant, code), () => code);
  // Here and not in the code, so that one program has one key whatever it may use. The child has nothing it could send a request to.
  return stub.getEntrypoint(undefined, { limits: { cpuMs, subRequests: 0 } });
}

/** The same for the same tenant and code, and for no others; says nothing of either. */
async function keyOf(tenant: string, code: WorkerLoaderWorkerCode): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([tenant, code]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
