// `npm run new`, as a developer types it, in a copy of the project: what it writes is green at once.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmRun } from "../support/npm-run.ts";

test("new endpoints compile, are formatted, pass lint and their tests, and are in the OpenAPI document", async () => {
  const home = copyOfProject();
  const commands = [
    ["/briefing/:topic", "--upstream", "news", "--upstream", "weather", "--origin", "https://api.news.example"],
    ["/merge/:user/items/:item", "--post"],
  ];
  for (const args of commands) {
    const made = npmRun(["new", "--", ...args], {}, home);
    expect([await made.ended, made.printed()]).toEqual([0, expect.stringMatching(/^wrote {3}src\/routes\//m)]);
  }
  const again = npmRun(["new", "--", "/headlines", "--upstream", "news"], {}, home);
  expect(await again.ended).toBe(2);
  expect(again.printed()).toMatch(/the upstream news is declared in src\/routes\/briefing\.ts: choose another name/);
  expect(existsSync(join(home, "src/routes/headlines.ts"))).toBe(false);
  expect(readFileSync(join(home, "wrangler.toml"), "utf8")).toContain('NEWS_ORIGIN = "https://api.news.example"\n');

  const run = async (file: string, ...args: string[]): Promise<string> =>
    stripVTControlCharacters((await promisify(execFile)(`node_modules/.bin/${file}`, args, { cwd: home })).stdout);
  for (const config of ["worker", "node"]) await run("tsc", "-p", `tsconfig.${config}.json`);
  const written = ["src/app.ts", "src/routes", "scripts/upstreams", "test/routes"];
  await run("oxlint", "--type-aware", "--deny-warnings", ...written);
  await run("prettier", "--check", ...written);
  const projects = ["workerd", "built", "node"].flatMap((project) => ["--project", project]);
  const files = ["briefing", "merge-items", "test/built/openapi", "test/scripts/origins"];
  expect(await run("vitest", "run", ...projects, ...files)).toMatch(/Test Files +6 passed/);
}, 180_000);

test("npm run new leaves a file alone whose form it does not know, and says what to add", async () => {
  const home = copyOfProject();
  const app = join(home, "src/app.ts");
  const changed = readFileSync(app, "utf8").replaceAll(/\.route\("\/", (\w+)\)/g, '.route("", $1)');
  writeFileSync(app, changed);
  const made = npmRun(["new", "--", "/briefing"], {}, home);
  expect(await made.ended).toBe(1);
  expect(made.printed()).toMatch(
    /add to src\/app\.ts, .*:\n {2}import \{ briefing \} from .*;\n {2}\.route\("\/", briefing\)/,
  );
  expect(readFileSync(app, "utf8")).toBe(changed);
  expect(existsSync(join(home, "src/routes/briefing.ts"))).toBe(true);
}, 30_000);
