// `npm run new`, as a developer types it, in a copy of the project: what it writes is green at once.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmRun } from "../support/npm-run.ts";

test("new endpoints compile, are formatted, pass lint and their tests", async () => {
  const home = copyOfProject();
  const commands = [
    ["/bulletin/:topic", "--upstream", "gazette", "--upstream", "almanac", "--origin", "https://api.gazette.example"],
    ["/merge/:user/items/:item", "--post"],
  ];
  for (const args of commands) {
    const made = npmRun(["new", "--", ...args], {}, home);
    expect([await made.ended, made.printed()]).toEqual([0, expect.stringMatching(/^wrote {3}src\/routes\//m)]);
  }
  expect(readFileSync(join(home, "wrangler.toml"), "utf8")).toContain(
    'GAZETTE_ORIGIN = "https://api.gazette.example"\n',
  );

  const run = async (file: string, ...args: string[]): Promise<string> =>
    stripVTControlCharacters((await promisify(execFile)(`node_modules/.bin/${file}`, args, { cwd: home })).stdout);
  await run("tsc", "-p", "tsconfig.worker.json");
  const names = ["src/routes/bulletin.ts", "src/routes/merge-items.ts", "scripts/upstreams/gazette.ts"];
  const written = ["src/app.ts", "test/routes/bulletin.test.ts", "test/routes/merge-items.test.ts", ...names];
  await run("oxlint", "--type-aware", "--deny-warnings", ...written);
  await run("prettier", "--check", ...written);
  const projects = ["workerd", "node"].flatMap((project) => ["--project", project]);
  const files = ["routes/bulletin", "merge-items", "test/scripts/origins"];
  expect(await run("vitest", "run", ...projects, ...files)).toMatch(/Test Files +3 passed/);
}, 300_000);

test("npm run new leaves a file alone whose form it does not know, and says what to add", async () => {
  const home = copyOfProject();
  const app = join(home, "src/app.ts");
  const changed = readFileSync(app, "utf8").replaceAll(/\.route\("\/", (\w+)\)/g, '.route("", $1)');
  writeFileSync(app, changed);
  const made = npmRun(["new", "--", "/bulletin"], {}, home);
  expect(await made.ended).toBe(1);
  expect(made.printed()).toMatch(
    /add to src\/app\.ts, .*:\n {2}import \{ bulletin \} from .*;\n {2}\.route\("\/", bulletin\)/,
  );
  expect(readFileSync(app, "utf8")).toBe(changed);
  expect(existsSync(join(home, "src/routes/bulletin.ts"))).toBe(true);
}, 60_000);
