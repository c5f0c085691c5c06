// Why a preset cannot be run here, where it cannot.
import type { About } from "./about.ts";
import type { Preset } from "./presets.ts";

/** The reason in a sentence; `undefined` where there is none. */
export function whyNot({ asks, needsLocal }: Preset, { access, localUpstreams, jobs }: About): string | undefined {
  if (asks === "job" && !jobs)
    return "This Worker has no jobs. To switch them on, add the lines in src/jobs/README.md to wrangler.toml; npm run dev has them without.";
  if (needsLocal && localUpstreams === undefined)
    return "This needs upstreams that are slow or fail when they are told to. They come with npm run dev; here, try “A city”, or your own.";
  if (["gather", "job"].includes(asks) && access === "closed")
    return "POST /gather and /jobs let nobody in, as no key is set: npx wrangler secret put API_KEYS sets one.";
  return undefined;
}
