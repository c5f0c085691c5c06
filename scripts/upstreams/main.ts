// The local upstreams as a command: `node scripts/upstreams/main.ts --port 9000 --seed 1`. It prints its origin on one line, which is
// what a parent process waits for, and stops on SIGINT or SIGTERM.
import { parseArgs } from "node:util";
import { startUpstreams } from "./start-upstreams.ts";

const usage = "usage: node scripts/upstreams/main.ts [--port 0..65535] [--seed integer] [--host address]";

function readFlags(): { port: number; seed: number; host: string } {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "9000" },
      seed: { type: "string", default: "1" },
      host: { type: "string", default: "127.0.0.1" },
    },
  });
  const port = readInteger("--port", values.port);
  if (port > 65_535) throw new Error(`--port must be at most 65535, not ${port}`);
  return { port, seed: readInteger("--seed", values.seed), host: values.host };
}

function readInteger(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${flag} must be a whole number, not "${text}"`);
  return Number(text);
}

function fail(error: unknown, exitCode: number, hint = ""): never {
  console.error(`${error instanceof Error ? error.message : String(error)}${hint}`);
  process.exit(exitCode);
}

let flags: ReturnType<typeof readFlags>;
try {
  flags = readFlags();
} catch (error) {
  fail(error, 2, `\n${usage}`);
}

try {
  const upstreams = await startUpstreams(flags);
  console.log(upstreams.origin);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, function stop() {
      void upstreams.close();
    });
  }
} catch (error) {
  fail(error, 1);
}
