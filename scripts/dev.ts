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

// Not once: npm passes on the Ctrl-C that the terminal has sent already, and the second must not cut the first one's work short.
let stopping: Promise<void> | undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void (stopping ??= stack.stop()));

const code = await stack.ended;
await (stopping ?? stack.stop());
process.exit(stopping === undefined ? code : 0);
