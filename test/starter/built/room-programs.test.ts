// The Workers that READMEs of folders show answer as shown, once they are bundled.
import { createServer } from "node:net";
import { build } from "esbuild";
import { expect, inject, onTestFinished, test } from "vitest";
import { listen } from "../../../scripts/listen.ts";
import { serveBuilt } from "../../../scripts/serve-built.ts";
import { roomReadmes } from "../../support/readme.ts";
import { programsOf, writeProgram } from "../../support/readme-programs.ts";
import { variables } from "../../support/variables.ts";

/** The address at which READMEs have a Redis. */
const REDIS = "tcp://localhost:6379";

const workers = roomReadmes()
  .flatMap(programsOf)
  .filter(({ runsIn }) => runsIn === "workerd");

test.each(workers)("$name answers what the README shows", async (program) => {
  const [, path = "", shown = ""] =
    /^\$ curl '?http:\/\/localhost:8787(\/[^\s']+)'?\n([\s\S]*)$/.exec(program.shown) ?? [];
  const redis = await startRedis();
  const code = program.code.replace(REDIS, redis);
  const bundle = await bundled(writeProgram({ ...program, code }, "workers"));
  const upstreams = inject("upstreams");
  const worker = await serveBuilt(
    bundle,
    { ...variables(upstreams), ALLOWED_ORIGINS: `${redis} ${upstreams}` },
    { loader: "LOADER" },
  );
  onTestFinished(() => worker.stop());
  const response = await fetch(worker.url + path);
  expect(joined(await response.text())).toMatch(patternOf(shown));
});

/** A README breaks long lines where it suits. */
function joined(text: string): string {
  return text.replaceAll(/\r?\n */g, "");
}

/** In what is shown, `…` stands for any text. */
function patternOf(shown: string): RegExp {
  const literal = joined(shown).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("…", ".+?")}$`);
}

/** Bundles the Worker at `entry` as wrangler does, in a tenth of the time. Returns the bundle's path. */
async function bundled(entry: string): Promise<string> {
  const outfile = entry.replace(/\.ts$/, ".js");
  const options = { bundle: true, minify: true, keepNames: true, format: "esm", target: "es2024" } as const;
  await build({ ...options, entryPoints: [entry], outfile, external: ["cloudflare:*", "node:*"] });
  return outfile;
}

/** Starts a server that answers as Redis answers PING, until the test ends. Returns its address. */
async function startRedis(): Promise<string> {
  const server = createServer((socket) => socket.on("data", () => socket.write("+PONG\r\n")));
  const { port, close } = await listen(server);
  onTestFinished(close);
  return `tcp://127.0.0.1:${port}`;
}
