// `npm run deploy`: refuses what would be dead on arrival, then runs `wrangler deploy` with the same arguments.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WRANGLER, wranglerEnv } from "../wrangler-command.ts";
import { deployFaults } from "./deploy-faults.ts";
import { deployedUrl } from "./deployed-url.ts";
import type { Fault } from "./fault.ts";
import { readDeployArgs } from "./read-deploy-args.ts";

const argv = process.argv.slice(2);
const args = readDeployArgs(argv);
const faults = await deployFaults(args).catch((error: Error): Fault[] => [
  { what: error.message, fix: `mend ${args.config}` },
]);
if (faults.length > 0) {
  for (const { what, fix } of faults) console.error(`refused: ${what}\n    fix: ${fix}\n`);
  console.error("Nothing was deployed. npx wrangler deploy goes without these checks.");
  process.exit(1);
}
console.log(args.keepVars ? "checked: the configuration" : "checked: the configuration; /healthz answers 200 with it");
if (args.secretsUnchecked !== undefined) console.log(`not checked: the secrets; ${args.secretsUnchecked}`);

const scratch = mkdtempSync(join(tmpdir(), "deploy-"));
const output = join(scratch, "wrangler.ndjson");
const wrangler = spawn(process.execPath, [WRANGLER, "deploy", ...argv], {
  env: { ...wranglerEnv, WRANGLER_OUTPUT_FILE_PATH: output },
  stdio: "inherit",
});
const [code] = (await once(wrangler, "exit")) as [number | null];
const url = deployedUrl(output);
rmSync(scratch, { recursive: true });
if (code === 0 && url !== undefined) console.log(`\nask it: npm run smoke -- ${url} --key <one of API_KEYS>`);
process.exitCode = code ?? 1;
