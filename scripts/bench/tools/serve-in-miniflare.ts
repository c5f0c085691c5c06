// A Worker as `npm run dev` and the tests have it: in workerd, with Miniflare's own Worker behind every `fetch`.
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { workerOptions } from "../../worker-options.ts";
import type { Server } from "./start-server.ts";

/** Serves the bundle at `scriptPath` on a direct socket, without Miniflare's entry Worker. */
export async function serveInMiniflare(
  scriptPath: string,
  bindings: Readonly<Record<string, string>>,
): Promise<Server> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions(scriptPath, bindings),
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    }),
  );
  const { origin } = await miniflare.unsafeGetDirectURL();
  return { origin, pid: NaN, stop: () => miniflare.dispose() };
}
