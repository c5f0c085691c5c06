// What wrangler.toml says, as far as the scripts need it.
import { unstable_readConfig } from "wrangler";
import * as z from "zod";

const Config = z.looseObject({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  vars: z.looseObject({ ALLOWED_ORIGINS: z.string() }),
});

/** Reads `wrangler.toml` in the current folder. @throws `Error` when it is missing or wrong. */
export function readConfig(): z.output<typeof Config> {
  const read: (args: { config: string }) => unknown = unstable_readConfig;
  return Config.parse(read({ config: "wrangler.toml" }));
}
