// The same fan-out as it runs on a developer's machine, where Miniflare's own work hides much of the difference.
import { ratios } from "../tools/take-turns.ts";
import { requestsPerSecond } from "../tools/requests-per-second.ts";
import type { Section } from "../tools/section.ts";
import { serveInMiniflare } from "../tools/serve-in-miniflare.ts";

/** Ours ÷ a bare Worker, both under Miniflare. */
export const inMiniflare: Section = {
  title: "Fan-out under Miniflare",
  async measure({ bundles, bindings, effort }) {
    await using stack = new AsyncDisposableStack();
    const serve = async (bundle: string): Promise<string> => {
      const { origin, stop } = await serveInMiniflare(bundle, bindings);
      stack.defer(stop);
      return origin;
    };
    const ours = await serve(bundles["fan-out"]);
    const urls = {
      bare: `${await serve(bundles.bare)}/merged`,
      fetch: `${ours}/merged/fetch`,
      read: `${ours}/merged/read`,
    };
    const { perSecond } = await requestsPerSecond(urls, effort);
    const { bare = [], fetch: fetched = [], read = [] } = perSecond;
    return {
      rows: [
        { what: "scope.fetch and gather ÷ bare Worker, Promise.all", samples: ratios(fetched, bare) },
        { what: "scope.read and gather ÷ bare Worker, Promise.all", samples: ratios(read, bare) },
        { what: "bare Worker, Promise.all", samples: bare, unit: "requests/s" },
      ],
    };
  },
};
