// The starter's own tests and scripts. `npm run init` always deletes them.
import { drop, type Feature, replace } from "../feature.ts";

export const starter: Feature = {
  name: "starter",
  about: "what tests and documents the starter itself",
  traces: /scripts\/init|test:init|test\/starter\/(?:init|update|readme|five)/,
  owns: [
    "scripts/init",
    "scripts/screenshots",
    "test/starter/built/transcripts.test.ts",
    "test/starter/five-minutes.test.ts",
    "test/starter/readme.test.ts",
  ],
  npmScripts: ["test:init"],
  edits: {
    "CONTRIBUTING.md": [drop("`npm run test:init` tries")],
    "package.json": [replace("node scripts/init/main.ts", "node scripts/update/refuse-init.ts")],
  },
};
