// `npm run bench`: everything that is said about speed, measured. `--quick` in under two minutes, `--json` for programs, `--charts` draws.
import { parseArgs } from "node:util";
import { installPeers } from "./tools/install-peers.ts";

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, json: { type: "boolean" }, charts: { type: "boolean" } },
});

installPeers();
// Only now is there what the rest imports.
const { bench } = await import("./bench.ts");
await bench(values);
