// `npm run dev`: everything local, until Ctrl-C.
import { startDev } from "./start-dev.ts";

const stack = await startDev(process.argv.slice(2), { log: console.log, exitCode: 0 }).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

console.log(`
  edge-gather    ${stack.url}
  upstreams      ${stack.upstreams}  local stand-ins that misbehave on request: see scripts/upstreams/recipe.ts
  documentation  ${stack.url}/docs

  curl '${stack.url}/hello?times=3&delayMs=1000'
  curl '${stack.url}/city?name=Lisbon'
  curl ${stack.url}/gather --json '{"requests":[{"url":"${stack.upstreams}/fault?delayMs=300"}]}'

  Ctrl-C stops both.
`);

process.exitCode = await stack.ended;
await stack.stop();
