// The documents that a project begins with, in place of the starter's own.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { features } from "./features.ts";

/** Facts for the documents. */
export interface ProjectFacts {
  readonly name: string;
  readonly holder: string;
  readonly removed: readonly string[];
  /** The starter's name. */
  readonly starter: string;
}

/** Writes README.md and CHANGELOG.md anew, and the year and the holder into LICENSE. */
export function writeFreshDocuments(root: string, facts: ProjectFacts): void {
  const license = join(root, "LICENSE");
  const copyright = `Copyright (c) ${new Date().getFullYear()} ${facts.holder}`;
  writeFileSync(
    license,
    readFileSync(license, "utf8").replace(/^Copyright .*$/m, () => copyright),
  );
  writeFileSync(join(root, "CHANGELOG.md"), `# Changelog\n\n## Unreleased\n\n- Begun with ${facts.starter}.\n`);
  writeFileSync(join(root, "README.md"), readmeOf(facts));
}

function readmeOf({ name, removed, starter }: ProjectFacts): string {
  const kept = features.filter((feature) => !removed.includes(feature.name));
  const has = (feature: string): boolean => kept.some((each) => each.name === feature);
  return `# ${name}

A Worker that calls many upstreams at once and answers once.

## Run it

\`\`\`sh
npm ci
npm run dev
\`\`\`

\`npm run dev\` serves the Worker on port 8787, beside local upstreams that stand in for the public APIs. Ctrl-C stops everything.

## Write an endpoint

An endpoint is a file in \`src/routes/\`, written with \`src/endpoint.ts\`, and a line in \`src/app.ts\`. CONTRIBUTING.md says where everything else goes.
${has("examples") ? "`src/examples/city.ts` is one to copy.\n" : ""}
## Routes

| route           | what it answers                                |
| --------------- | ---------------------------------------------- |
| \`GET /healthz\`  | whether the Worker has what it needs           |
| \`GET /about\`    | who may use it, and its limits                 |
| \`POST /gather\`  | the outcomes of many requests                  |
${has("probe") ? "| `POST /probe`   | which of many targets can be reached           |\n" : ""}${has("jobs") ? "| `POST /jobs`    | a fan-out that outlives its request            |\n" : ""}${has("examples") ? "| `GET /hello`    | three tasks of a second, in one second         |\n| `GET /city`     | what four upstreams say of a place             |\n" : ""}| \`GET /openapi.json\` | the description of all routes              |

## Test and deploy

| command             | what it does                                        |
| ------------------- | --------------------------------------------------- |
| \`npm test\`          | the tests, inside workerd and against the built Worker |
| \`npm run check\`     | all that CI runs                                    |
| \`npm run deploy\`    | deploys to Cloudflare                               |
| \`npm run update\`    | brings later fixes of ${starter} into this project  |
`;
}
