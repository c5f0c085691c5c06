// "Your endpoint in five minutes", followed to the letter in a copy of the project.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { expect, test, vi } from "vitest";
import { freePort } from "../../scripts/free-port.ts";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmRun } from "../support/npm-run.ts";
import { readReadme } from "../support/readme.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";

const { text, blocks } = readReadme();
const section = text.slice(text.indexOf("## Your endpoint"), text.indexOf("Then `npm run prepare`"));

/** What the table says to add, by file. */
const additions = new Map(
  [...section.matchAll(/^\| `([\w./-]+)`.*?\| `(.+)` +\|$/gm)].map(([, file = "", line = ""]) => [file, line]),
);

/** Where the reader puts it, and what the editor imports for it. */
const places: Record<string, { readonly before: string; readonly imports?: string }> = {
  "wrangler.toml": { before: "GEOCODING_ORIGIN" },
  "src/app.ts": { before: '.route("/", hello)', imports: 'import { briefing } from "./routes/briefing.ts";' },
  "scripts/upstreams/stand-ins.ts": { before: '["/v1/search"', imports: 'import { news } from "./news.ts";' },
};

/** The endpoint's own test, and the tests of the project that a new route, upstream or variable could break. */
const concerned = [
  "briefing",
  ...["openapi", "imports", "docs", "about", "healthz", "generated-client"].map((name) => `test/built/${name}`),
  ...["origins", "readme", "required-secrets", "packages"].map((name) => `test/scripts/${name}`),
];

// Whoever has followed it has it already, and nothing to be shown.
test.skipIf(existsSync("src/routes/briefing.ts"))(
  "the endpoint compiles, passes lint and its test, is in the OpenAPI document, and answers under npm run dev, which notices when it is edited",
  async () => {
    const home = copyOfProject();
    const written = blocks.filter(({ code, file }) => file !== undefined && section.includes(code));
    expect(written.map(({ file }) => file)).toEqual([
      "src/routes/briefing.ts",
      "scripts/upstreams/news.ts",
      "test/routes/briefing.test.ts",
    ]);
    for (const { file = "", code } of written) writeFileSync(join(home, file), code);
    expect([...additions.keys()]).toEqual(Object.keys(places));
    for (const [file, { before, imports }] of Object.entries(places)) {
      const code = readFileSync(join(home, file), "utf8");
      expect(code).toContain(before);
      const added = code.replaceAll(before, () => `${additions.get(file)}\n${before}`);
      writeFileSync(join(home, file), imports === undefined ? added : `${imports}\n${added}`);
    }

    const run = async (command: string): Promise<string> => {
      const [file = "", ...args] = command.split(" ");
      return (await promisify(execFile)(file, args, { cwd: home })).stdout;
    };
    for (const command of ["npm run prepare", "npm run types", "npm run lint"]) await run(command);
    const told = await run(`npx vitest run --project workerd --project built --project node ${concerned.join(" ")}`);
    expect(stripVTControlCharacters(told)).toMatch(/Test Files +\d+ passed \(/);

    const dev = npmRun(["dev", "--", "--port", String(await freePort(0))], {}, home);
    const url = await dev.prints(new RegExp(`${PROJECT_NAME} +(http:\\S+)`));
    const briefing = await fetch(`${url}/briefing/tech`);
    expect(await briefing.json()).toMatchObject({ complete: true, news: { headlines: ["All quiet"] } });

    const route = join(home, "src/routes/briefing.ts");
    writeFileSync(route, readFileSync(route, "utf8").replace('"/briefing/:topic"', '"/headlines/:topic"'));
    await vi.waitFor(async () => expect((await fetch(`${url}/headlines/tech`)).status).toBe(200), {
      timeout: 20_000,
      interval: 200,
    });
  },
  300_000,
);
