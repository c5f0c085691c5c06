// The secrets that a deployed Worker has already, or gets with this deploy.
import { readFileSync } from "node:fs";
import { parseEnv, stripVTControlCharacters } from "node:util";
import * as z from "zod";
import type { Fault } from "./fault.ts";
import type { DeployArgs } from "./read-deploy-args.ts";
import { runWrangler } from "./run-wrangler.ts";

const Secrets = z.array(z.object({ name: z.string() }));

/** Says which of `needed` the Worker lacks, and how to set them; or that Cloudflare does not tell. */
export async function secretFaults(
  needed: readonly string[],
  { target, secretsFile }: Pick<DeployArgs, "target" | "secretsFile">,
): Promise<readonly Fault[]> {
  const uploaded = secretsFile === undefined ? [] : namesIn(secretsFile);
  const lacking = needed.filter((name) => !uploaded.includes(name));
  if (lacking.length === 0) return [];
  const { exitCode, stdout, stderr } = await runWrangler(["secret", "list", "--format", "json", ...target]);
  // A Worker exists, and has secrets, from its first deploy on.
  const isNew = exitCode !== 0 && /Worker ".*" not found/.test(stderr);
  if (exitCode !== 0 && !isNew)
    return [
      {
        what: `Cloudflare does not tell which secrets there are: ${firstError(stderr)}`,
        fix: "run npx wrangler login, or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID",
      },
    ];
  const present = isNew ? [] : Secrets.parse(JSON.parse(stdout)).map(({ name }) => name);
  return lacking
    .filter((name) => !present.includes(name))
    .map((name) => ({
      what: `the secret ${name} is not set`,
      fix: `run npx wrangler secret put ${name}${environmentOf(target)}, or pass --secrets-file with a file that has it`,
    }));
}

/** The first error that wrangler printed; the rest are its own attempts to explain it. */
function firstError(stderr: string): string {
  const [before = "", first = before] = stripVTControlCharacters(stderr).split("✘ [ERROR]");
  return first.trim();
}

/** The names in a file of JSON, or of lines like `NAME=value`. */
function namesIn(path: string): readonly string[] {
  const content = readFileSync(path, "utf8");
  return Object.keys(
    content.trimStart().startsWith("{")
      ? z.record(z.string(), z.unknown()).parse(JSON.parse(content))
      : parseEnv(content),
  );
}

function environmentOf(target: readonly string[]): string {
  const env = target.find((argument) => argument.startsWith("--env="))?.slice("--env=".length) ?? "";
  return env === "" ? "" : ` --env ${env}`;
}
