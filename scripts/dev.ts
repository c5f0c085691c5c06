// `npm run dev`: everything local, until Ctrl-C.
import { startDev } from "./start-dev.ts";

const stack = await startDev(process.argv.slice(2), console.log).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

console.log(`
  edge-gather  ${stack.url}
  upstreams    ${stack.upstreams}  local stand-ins that misbehave on request

  curl '${stack.url}/hello?times=3&delayMs=1000'
  curl ${stack.url}/gather --json '{"requests":[{"url":"${stack.upstreams}/fault?delayMs=300"}]}'

  Ctrl-C stops both.
`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => void stack.stop().then(() => process.exit(0)));
}
process.exitCode = await stack.ended;
await stack.stop();
