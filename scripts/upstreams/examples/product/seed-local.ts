// Seeds the bindings that `npm run dev:product` has, where wrangler keeps them on this machine.
import { getPlatformProxy } from "wrangler";
import { type Seeded, seed } from "./seed.ts";

const CONFIG = "src/examples/product/wrangler.toml";

/** `wrangler dev --persist-to .wrangler/product` reads them from here. */
const KEPT_IN = ".wrangler/product/v3";

const { env, dispose } = await getPlatformProxy({ configPath: CONFIG, persist: { path: KEPT_IN } });
await seed(env as unknown as Seeded);
await dispose();
