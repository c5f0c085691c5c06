// The same fan-out as it runs on a developer's machine, where Miniflare's own work hides much of the difference.
import { comparison } from "../tools/comparison.ts";
import { bundlePath } from "../tools/build-workers.ts";
import { measureServers } from "../tools/measure-servers.ts";
import type { Section } from "../tools/section.ts";
import { serveInMiniflare } from "../tools/serve-in-miniflare.ts";
import { bindingsFor } from "../tools/stage.ts";

/** Ours ÷ a bare Worker, both under Miniflare. */
export const inMiniflare: Section = {
  name: "miniflare",
  title: "Fan-out under Miniflare",
  async measure({ lean, effort }) {
    await using stack = new AsyncDisposableStack();
    const bindings = bindingsFor(lean);
    const bare = await serveInMiniflare(bundlePath("bare"), bindings);
    stack.defer(bare.stop);
    const ours = await serveInMiniflare(bundlePath("ours"), bindings);
    stack.defer(ours.stop);
    const measured = await measureServers(
      { bare: { server: bare, path: "/merged" }, declared: { server: ours, path: "/merged/declared" } },
      // It only shows that Miniflare hides the difference: a few rounds will do.
      { ...effort, rounds: effort.longRounds * 3 },
    );
    const { perSecond } = measured.bare;
    return {
      rows: [
        {
          what: "requests a second, declared upstream ÷ bare Worker",
          ...comparison(measured.declared.perSecond, perSecond),
        },
        { what: "bare Worker", samples: perSecond, unit: "requests/s" },
      ],
    };
  },
};
