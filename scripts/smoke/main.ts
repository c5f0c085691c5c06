// `npm run smoke -- <url>`: asks a deployed Worker everything that can be asked from outside.
import { parseArgs } from "node:util";
import { checks } from "./checks/index.ts";
import { runChecks } from "./run-checks.ts";

const USAGE = "npm run smoke -- <url> [--key <one of API_KEYS>] [--upstream <a URL that ALLOWED_ORIGINS allows>]";

function readArgs() {
  const options = { key: { type: "string" }, upstream: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [url = ""] = positionals;
  if (positionals.length !== 1 || !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) throw new Error("name one URL");
  return { url: new URL(url).origin, key: values.key, upstream: values.upstream };
}

try {
  const counts = { holds: 0, fails: 0, "not asked": 0 };
  for await (const { name, verdict, detail } of runChecks(checks, readArgs())) {
    counts[verdict] += 1;
    console.log(`${verdict.padEnd(9)}  ${name}: ${detail}`);
  }
  console.log(`\n${counts.holds} hold, ${counts.fails} fail, ${counts["not asked"]} not asked`);
  process.exitCode = counts.fails > 0 ? 1 : 0;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 1;
}
