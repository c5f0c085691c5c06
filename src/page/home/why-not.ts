// The reason why a preset cannot run here.
import type { About } from "./about.ts";
import type { Preset } from "./presets.ts";

/** Returns the reason as a sentence, or `undefined` if the preset can run. */
export function whyNot({ asks, needsLocal }: Preset, { access, localUpstreams, jobs }: About): string | undefined {
  if (asks === "job" && !jobs)
    return "This Worker has no jobs. To switch them on, add the lines in src/jobs/README.md to wrangler.toml; npm run dev has them without.";
  if (needsLocal && localUpstreams === undefined)
    return "This needs the local upstreams, which are slow or fail on request. They come with npm run dev. Here, try “A city” or your own URLs.";
  if (["gather", "job"].includes(asks) && access === "closed")
    return "POST /gather and /jobs refuse every request, because no key is set. To set one: npx wrangler secret put API_KEYS";
  return undefined;
}
