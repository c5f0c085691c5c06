// The measurements of speed.
import { drop, type Feature } from "../feature.ts";

export const bench: Feature = {
  name: "bench",
  about: "npm run bench: speed beside other tools",
  traces: /\bbench/i,
  owns: ["scripts/bench", "test/scripts/bench.test.ts"],
  npmScripts: ["bench"],
  edits: {
    ".prettierignore": [drop("scripts/bench/charts/")],
    "CONTRIBUTING.md": [drop("## What the time goes into")],
    "renovate.json": [drop('"matchFileNames": ["scripts/bench/package.json"]', { up: 1 })],
    "test/scripts/room-readmes.test.ts": [drop('"scripts/bench",')],
  },
};
