// `npm run dev`: everything local, until Ctrl-C.
import { PROJECT_NAME } from "../src/project-name.ts";
import { startDev } from "./start-dev.ts";

const stack = await startDev(process.argv.slice(2), { log: console.log, exitCode: 0 }).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

console.log(`
  ${PROJECT_NAME.padEnd(13)}  ${stack.url}  open it: run a fan-out, watch where the time goes
  upstreams      ${stack.upstreams}  stand-ins that misbehave on request: see scripts/upstreams/misbehave.ts
  documentation  ${stack.url}/docs

  curl '${stack.url}/hello?times=3&delayMs=1000'
  curl '${stack.url}/city?name=Lisbon'
  curl ${stack.url}/gather --json '{"requests":[{"url":"${stack.upstreams}/fault?delayMs=300"}]}'
  curl ${stack.url}/probe --json '{"targets":["${stack.upstreams}/","${stack.greeter}"]}'

  UPSTREAMS=${stack.upstreams} GREETER=${stack.greeter}
  curl -X POST "$UPSTREAMS/misbehave?path=/v1/forecast&stall=headers"
  curl -X DELETE "$UPSTREAMS/misbehave"
${stack.elsewhere.map((where) => `\n  not stood in for: ${where}`).join("")}
  Ctrl-C stops everything.
`);

process.exitCode = await stack.ended;
await stack.stop();
