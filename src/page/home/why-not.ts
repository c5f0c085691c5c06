// The reason why a preset cannot run here.
import type { About } from "./about.ts";
import type { Preset } from "./presets.ts";

/** Returns the reason as a sentence, or `undefined` if the preset can run. */
export function whyNot({ asks, needsLocal }: Preset, { access, localUpstreams }: About): string | undefined {
  if (needsLocal && localUpstreams === undefined)
    return "This needs the local upstreams, which are slow or fail on request. They come with npm run dev. Here, try “A city” or your own URLs.";
  if (asks === "gather" && access === "closed")
    return "POST /gather refuses every request, because no key is set. To set one: npx wrangler secret put API_KEYS";
  return undefined;
}
