// `npm run dev`: everything local, until Ctrl-C.
import { PROJECT_NAME } from "../src/project-name.ts";
import { readRecordings } from "./record/recordings-folder.ts";
import { startDev } from "./start-dev.ts";

/** Goes without recordings; all other arguments are wrangler's. */
const NO_RECORDINGS = "--no-recordings";

const [stack, recordings] = await start().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

async function start() {
  const args = process.argv.slice(2);
  const stored = args.includes(NO_RECORDINGS) ? [] : readRecordings();
  const wranglerArgs = args.filter((arg) => arg !== NO_RECORDINGS);
  const started = await startDev(wranglerArgs, {
    log: console.log,
    exitCode: 0,
    recordings: stored.map(({ recording }) => recording),
  });
  return [started, stored] as const;
}

const calls = recordings.flatMap(({ recording }) => recording.calls).length;
const replayed =
  calls === 0
    ? ""
    : `\n  recordings     ${calls} recorded answers go before the stand-ins; ${NO_RECORDINGS} leaves them out`;

console.log(`
  ${PROJECT_NAME.padEnd(13)}  ${stack.url}  open it: run a fan-out, watch where the time goes
  upstreams      ${stack.upstreams}  stand-ins that misbehave on request: see scripts/upstreams/misbehave.ts${replayed}
  documentation  ${stack.url}/docs

  curl '${stack.url}/hello?times=3&delayMs=1000'
  curl '${stack.url}/city?name=Lisbon'
  curl ${stack.url}/gather --json '{"requests":[{"url":"${stack.upstreams}/fault?delayMs=300"}]}'
  curl ${stack.url}/probe --json '{"targets":["${stack.upstreams}/","${stack.greeter}"]}'
  curl ${stack.url}/jobs --json '{"requests":[{"url":"${stack.upstreams}/fault"}]}'

  UPSTREAMS=${stack.upstreams} GREETER=${stack.greeter}
  curl -X POST "$UPSTREAMS/misbehave?path=/v1/forecast&stall=headers"
  curl -X DELETE "$UPSTREAMS/misbehave"
${stack.elsewhere.map((where) => `\n  not stood in for: ${where}`).join("")}
  Ctrl-C stops everything.
`);

process.exitCode = await stack.ended;
await stack.stop();
