// A Worker as `npm run dev` and the tests have it: in workerd, with Miniflare's own Worker behind every `fetch`.
import { dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { readConfig } from "../../read-config.ts";
import type { Server } from "./start-server.ts";
import { OUT } from "./build-workers.ts";
import type { Served } from "./workerd-config.ts";

/** Serves one Worker on a socket of its own, without Miniflare's entry Worker. */
export async function serveInMiniflare({ script, bindings = {} }: Served): Promise<Server> {
  const { compatibility_date, compatibility_flags } = readConfig();
  const scriptPath = join(OUT, script);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      modulesRoot: dirname(scriptPath),
      scriptPath,
      compatibilityDate: compatibility_date,
      compatibilityFlags: compatibility_flags,
      bindings: { ...bindings },
      cf: false,
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    }),
  );
  const { origin } = await miniflare.unsafeGetDirectURL();
  return { origin, stop: () => miniflare.dispose() };
}
