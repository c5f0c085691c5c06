// Reads the arguments of `npm run update`.
import { parseArgs } from "node:util";
import { Refusal } from "./refusal.ts";

/** The help text. */
export const usage = [
  "npm run update -- [options]",
  "",
  "  --from <url>     where the starter is: a URL or a path; remembered",
  "  --to <version>   a branch, a tag or a commit of the starter; by default its newest commit",
  "  --base <commit>  the version that this project has, if starter.json is wrong about it",
  "  --conflicts      make the changes also where both have changed the same lines, and mark these lines",
].join("\n");

/** Reads the arguments. @throws `Refusal` for an unknown one. */
export function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        from: { type: "string" },
        to: { type: "string" },
        base: { type: "string" },
        conflicts: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
