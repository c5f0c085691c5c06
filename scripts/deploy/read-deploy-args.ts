// The arguments of `npm run deploy`. All go on to wrangler; some are read on the way.
import { parseArgs } from "node:util";
import * as z from "zod";

/** The arguments that the checks need. */
export interface DeployArgs {
  /** The path of the configuration. */
  readonly config: string;
  /** The environment's name; empty for the top level of the configuration. */
  readonly env: string;
  /** The reason for leaving the secrets out of the checks, if there is one. */
  readonly secretsUnchecked: string | undefined;
  /** True if variables of the dashboard stay. They are not known here. */
  readonly keepVars: boolean;
  /** The path of a file whose secrets are uploaded along. */
  readonly secretsFile: string | undefined;
  /** The variables that `--var NAME:value` sets. */
  readonly vars: ReadonlyMap<string, string>;
  /** The arguments that name the Worker, for other commands of wrangler. */
  readonly target: readonly string[];
}

const options = {
  config: { type: "string", short: "c" },
  env: { type: "string", short: "e" },
  name: { type: "string" },
  "dry-run": { type: "boolean" },
  "keep-vars": { type: "boolean" },
  "secrets-file": { type: "string" },
  var: { type: "string", multiple: true },
} as const;

/** An argument without its value is `true`. wrangler refuses it. */
const text = z.string().optional().catch(undefined);

const Values = z.object({
  config: text,
  env: text,
  name: text,
  "dry-run": z.boolean().default(false),
  "keep-vars": z.boolean().default(false),
  "secrets-file": text,
  var: z.array(z.union([z.string(), z.boolean()])).default([]),
});

/** Reads `args`. `CLOUDFLARE_ENV` of `environment` names the environment where no argument does, as in wrangler. */
export function readDeployArgs(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): DeployArgs {
  // Not strict: wrangler knows many more arguments, and refuses a wrong one itself.
  const parsed: { values: unknown } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const values = Values.parse(parsed.values);
  const { config = "wrangler.toml", env = environment["CLOUDFLARE_ENV"] ?? "", name } = values;
  return {
    config,
    env,
    secretsUnchecked: uncheckedBecause(values["dry-run"], environment["WORKERS_CI"] === "1"),
    keepVars: values["keep-vars"],
    secretsFile: values["secrets-file"],
    vars: new Map(values.var.map((pair) => splitVariable(String(pair)))),
    target: ["--config", config, `--env=${env}`, ...(name === undefined ? [] : ["--name", name])],
  };
}

function splitVariable(pair: string): [string, string] {
  const [name = "", value = ""] = pair.split(/:(.*)/s);
  return [name, value];
}

/** Workers Builds is Cloudflare's own CI. On the first build of a new project, no one had a chance to set a secret. */
function uncheckedBecause(dryRun: boolean, inWorkersBuilds: boolean): string | undefined {
  if (dryRun) return "a dry run does not ask Cloudflare";
  return inWorkersBuilds ? "Workers Builds asks for them beside the build" : undefined;
}
