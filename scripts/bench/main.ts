// `npm run bench`: measures every claim about speed. `--quick` takes under three minutes. `--only fan-out` runs one
// section and may be repeated. `--json` is for programs, `--charts` draws. `--profile` shows instead where the CPU
// time goes.
import { parseArgs } from "node:util";
import { installPeers } from "./tools/install-peers.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean" },
    json: { type: "boolean" },
    charts: { type: "boolean" },
    only: { type: "string", multiple: true },
    profile: { type: "boolean" },
  },
});

installPeers();
// Only now the packages that the rest imports are there.
if (values.profile) {
  const { profile } = await import("./profile/profile.ts");
  await profile();
} else {
  const { bench } = await import("./bench.ts");
  await bench(values);
}
