// The Worker itself knows best what it needs: it runs here, with the variables of the deploy, and is asked how it is.
import { dirname } from "node:path";
import { convertV4MiniflareOptions, type Json, Miniflare } from "miniflare";
import * as z from "zod";
import { buildWorker } from "../build-worker.ts";
import type { Fault } from "./fault.ts";
import type { WorkerConfig } from "./worker-config.ts";

/** The folder for the bundle of the check. */
const OUT_DIR = "dist/deploy";

const Unhealthy = z.object({
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

/** Builds the Worker, runs it with `env` as its variables and secrets, and returns what its `/healthz` complains of. */
export async function healthFaults(
  { compatibility_date, compatibility_flags }: WorkerConfig,
  env: Readonly<Record<string, Json>>,
): Promise<readonly Fault[]> {
  const scriptPath = buildWorker(OUT_DIR);
  const logs: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      modulesRoot: dirname(scriptPath),
      scriptPath,
      ...(compatibility_date !== undefined && { compatibilityDate: compatibility_date }),
      compatibilityFlags: compatibility_flags,
      bindings: { ...env },
      cf: false,
      host: "127.0.0.1",
      handleStructuredLogs: ({ message }) => logs.push(message),
    }),
  );
  try {
    const response = await fetch(new URL("/healthz", await miniflare.ready));
    if (response.ok) return [];
    const { data } = Unhealthy.safeParse(await response.json());
    if (data === undefined || data.errors.length === 0)
      return [
        {
          what: `/healthz answers ${response.status}: ${data?.detail ?? ""}`,
          fix: "start npm run dev, and ask its /healthz",
        },
      ];
    return data.errors.map(({ field, message }) => ({
      what: `${field} ${message === "is missing" ? message : (reasonIn(logs, field) ?? message)}`,
      fix: `set ${field} in the variables of wrangler.toml`,
    }));
  } finally {
    await miniflare.dispose();
  }
}

/** The Worker tells clients names alone; its log has the reason. */
function reasonIn(logs: readonly string[], variable: string): string | undefined {
  for (const line of logs) {
    const [, reason] = new RegExp(`${variable}: (.*?)(?:; [A-Z_]+: |["\\n]|$)`).exec(line.replaceAll('\\"', "'")) ?? [];
    if (reason !== undefined) return `is not valid: ${reason}`;
  }
  return undefined;
}
