// A folder's README says what is in it and why, in one page. Its programs compile and print the output that is shown.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { roomReadmes } from "../support/readme.ts";
import { printedBy, programsOf, writeProgram } from "../support/readme-programs.ts";

const MAX_LINES = 120;
const MAX_PROSE_CHARS = 120;

/** A README without a program has a sentence that begins so, and gives the reason. */
const NO_PROGRAM = /^No example runs here: .+\.$/m;

const readmes = roomReadmes();
const programs = readmes.flatMap(programsOf);

test("the folders that stand by themselves have a README", () => {
  const rooms = [
    "src/gather",
    "src/streams",
    "src/net",
    "src/process",
    "src/page",
    "scripts/bench",
    "scripts/rehearse",
    "scripts/upstreams",
  ];
  expect(readmes.map(({ path }) => dirname(path))).toEqual(expect.arrayContaining(rooms));
});

test("each folder of src/ has a README", () => {
  const folders = globSync("src/*/", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(5);
  expect(folders.filter(({ name }) => !existsSync(join("src", name, "README.md")))).toEqual([]);
});

test.each(readmes)("$path has a program, or says why it has none", (readme) => {
  expect(programsOf(readme).length > 0).not.toBe(NO_PROGRAM.test(readme.text));
});

test.each(readmes)("all code and all transcripts of $path are executed", (readme) => {
  const written = readme.blocks.filter(({ language }) => ["ts", "console"].includes(language)).map(({ code }) => code);
  const executed = programsOf(readme).flatMap(({ code, shown, runsIn }) =>
    runsIn === "workerd" ? [code, shown] : [code],
  );
  expect(written).toEqual(executed);
});

/** Milliseconds that a program may take. One of them builds the Worker and rehearses it. */
const PROGRAM_MS = 90_000;

test.each(programs.filter(({ runsIn }) => runsIn === "node"))(
  "$name prints what the README says",
  (program) => {
    expect(printedBy(program)).toBe(program.shown);
  },
  PROGRAM_MS,
);

/** Types are found from the folder of the programs. */
const compilers = [
  { runsIn: "node", config: "tsconfig.node.json", types: ["node"] },
  {
    runsIn: "workerd",
    config: "tsconfig.worker.json",
    types: ["../../../worker-configuration.d.ts", "../../../test/support/origins.d.ts", "node"],
  },
];

test.each(compilers)(
  "the programs that run in $runsIn compile",
  ({ runsIn, config, types }) => {
    const purpose = `types-${runsIn}`;
    const written = programs.filter((program) => program.runsIn === runsIn);
    const files = written.map((program) => basename(writeProgram(program, purpose)));
    const project = join("dist/readme", purpose, "tsconfig.json");
    const settings = { extends: `../../../${config}`, compilerOptions: { types }, include: [], files };
    writeFileSync(project, JSON.stringify(settings));
    expect(spawnSync("node_modules/.bin/tsc", ["-p", project], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stdout: "",
    });
  },
  60_000,
);

test.each(readmes)(
  `$path is short: ${MAX_LINES} lines, and ${MAX_PROSE_CHARS} characters a line of prose`,
  ({ text }) => {
    const prose = text
      .replaceAll(/^```[\s\S]*?^```$/gm, "")
      .split("\n")
      .filter((line) => !line.startsWith("|"));
    expect(prose.filter((line) => line.length > MAX_PROSE_CHARS)).toEqual([]);
    expect(text.split("\n").length).toBeLessThanOrEqual(MAX_LINES);
  },
);

test.each(readmes)("every file that $path names exists, from the root or from its folder", ({ path, text }) => {
  const named = [...text.matchAll(/`([\w.][\w./-]*(?:\.(?:ts|css|html|json|py|md|toml|svg)|\/))`/g)].map(
    ([, file]) => file ?? "",
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((file) => !existsSync(file) && !existsSync(join(dirname(path), file)))).toEqual([]);
});
