// The address of the Worker, from what wrangler reports of a deploy.
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";

const Deployed = z.object({ type: z.literal("deploy"), targets: z.array(z.string()).optional() });

/** Returns the first address in the file that wrangler writes for `WRANGLER_OUTPUT_FILE_PATH`, if there is one. */
export function deployedUrl(outputPath: string): string | undefined {
  if (!existsSync(outputPath)) return undefined;
  const lines = readFileSync(outputPath, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const targets = lines.flatMap((line) => Deployed.safeParse(JSON.parse(line)).data?.targets ?? []);
  return targets.find((target) => URL.canParse(target) && target.startsWith("https://"));
}
