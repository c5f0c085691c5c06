// Everything that would make the deployed Worker useless, in the order in which it is found: the cheapest check first.
import type { Json } from "miniflare";
import { environmentFaults } from "./environment-faults.ts";
import type { Fault } from "./fault.ts";
import { healthFaults } from "./health-faults.ts";
import type { DeployArgs } from "./read-deploy-args.ts";
import { secretFaults } from "./secret-faults.ts";
import { variableFaults } from "./variable-faults.ts";
import { readWorkerConfig, type WorkerConfig } from "./worker-config.ts";

/** The secret that opens /gather, /probe and /jobs. Without it everyone is refused there. */
const API_KEYS = "API_KEYS";

/**
 * Checks what `args` would deploy: the configuration, then the secrets, which only Cloudflare knows, then the Worker as
 * it would run. Each step is taken only if the one before found nothing.
 *
 * @throws wrangler's own error where the configuration is missing or broken.
 */
export async function deployFaults(args: DeployArgs): Promise<readonly Fault[]> {
  const config = readWorkerConfig(args.config, args.env);
  const needed = [...new Set([API_KEYS, ...(config.secrets?.required ?? [])])];
  const written = configFaults(args, config, needed);
  if (written.length > 0) return written;
  const unset = args.secretsUnchecked === undefined ? await secretFaults(needed, args) : [];
  // Variables of the dashboard are not known here, so with them the Worker cannot be run as it will be.
  if (unset.length > 0 || args.keepVars) return unset;
  return healthFaults(config, environmentOf(args, config, needed));
}

function configFaults(args: DeployArgs, config: WorkerConfig, secrets: readonly string[]): readonly Fault[] {
  const vars = [...Object.entries(config.vars), ...args.vars].map(([name, value]) => [name, String(value)] as const);
  const own = variableFaults(new Map(vars), secrets);
  if (args.env === "") return own;
  const set = { ...config, vars: { ...config.vars, ...Object.fromEntries(args.vars) } };
  return [...environmentFaults(readWorkerConfig(args.config, ""), set, args.env), ...own];
}

/** The Worker's `env` as it would be. A secret has a stand-in for its value, which only Cloudflare has. */
function environmentOf(args: DeployArgs, { vars }: WorkerConfig, secrets: readonly string[]): Record<string, Json> {
  const named = secrets.map((name): [string, Json] => [name, "known-to-cloudflare-alone"]);
  return Object.fromEntries([...named, ...(Object.entries(vars) as [string, Json][]), ...args.vars]);
}
