// `npm run deploy`, run to its end.
import { npmRun } from "./npm-run.ts";

/** The end of a deploy. */
interface Deployed {
  readonly code: number | null;
  readonly printed: string;
}

/** Runs `npm run deploy` with `args` in the folder `home`. `env` may lead it to a stand-in for Cloudflare. */
export async function npmDeploy(args: readonly string[], env = {}, home = "."): Promise<Deployed> {
  const run = npmRun(["deploy", "--", ...args], env, home);
  return { code: await run.ended, printed: run.printed() };
}
