// The README tells the truth: its code runs and prints what it says, and what it names is there.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));
const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;

const programs = blocks.flatMap(({ language, code }, index) => {
  const next = blocks[index + 1];
  return language === "ts" && next?.language === "text" && code.includes("console.log")
    ? [{ code, prints: next.code }]
    : [];
});

test("the program in it runs and prints what the README says", () => {
  expect(programs.length).toBe(1);
  for (const { code, prints } of programs) {
    mkdirSync("dist/readme", { recursive: true });
    writeFileSync("dist/readme/program.ts", code.replaceAll('"./src/', '"../../src/'));
    expect(execFileSync(process.execPath, ["dist/readme/program.ts"], { encoding: "utf8" })).toBe(prints);
  }
});

test("the endpoint in it, put where the README says, answers; a failing upstream is named", async () => {
  const route = blocks.find(({ code }) => code.includes("export const merged"))?.code ?? "";
  const layer = blocks.find(({ code }) => code.includes("export function withApiKey"))?.code ?? "";
  const upstreams = await startUpstreams();
  onTestFinished(() => upstreams.close());
  const home = `dist/readme/${crypto.randomUUID()}`;
  cpSync("src", home, { recursive: true });
  const weather = `${upstreams.origin}/echo`;
  const local = route
    .replace("https://api.example.com/weather", weather)
    .replace("signal, timeoutMs", 'signal, layer: (next) => withApiKey(next, "secret"), timeoutMs');
  writeFileSync(`${home}/routes/with-api-key.ts`, layer);
  const write = (news: string): void => {
    const code = `import { withApiKey } from "./with-api-key.ts";\n${local.replace("https://news.example.com/latest", news)}`;
    writeFileSync(`${home}/routes/merged.ts`, code);
  };
  write(`${upstreams.origin}/fault?body=%22news%22`);
  const app = readFileSync(`${home}/app.ts`, "utf8").replace(
    '.route("/", hello)',
    '.route("/", hello).route("/", merged)',
  );
  writeFileSync(`${home}/app.ts`, `import { merged } from "./routes/merged.ts";\n${app}`);

  const env = { ALLOWED_ORIGINS: upstreams.origin, LOG_REQUESTS: "false" };
  async function ask(copy: string): Promise<Response> {
    if (copy !== home) cpSync(home, copy, { recursive: true });
    const { createApp } = (await import(/* @vite-ignore */ resolve(copy, "app.ts"))) as {
      createApp: () => { request: (path: string, init: RequestInit, env: object) => Promise<Response> };
    };
    return createApp().request("/merged", {}, env);
  }
  expect(await (await ask(home)).json()).toMatchObject({
    weather: { headers: { "x-api-key": "secret" } },
    news: "news",
  });

  write("https://elsewhere.test/");
  const refused = await ask(`${home}-refused`);
  expect(refused.status).toBe(502);
  expect(await refused.text()).toContain('upstream \\"elsewhere.test\\" leads to https://elsewhere.test');
});

test("every npm script that the README and CONTRIBUTING name exists", () => {
  const named = [...`${readme}${readFileSync("CONTRIBUTING.md", "utf8")}`.matchAll(/npm run ([\w:]+)/g)].map(
    ([, name]) => name,
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => scripts[name ?? ""] === undefined)).toEqual([]);
});

test("every file that the README and CONTRIBUTING name exists, but for the one to be written", () => {
  const text = `${readme}${readFileSync("CONTRIBUTING.md", "utf8")}`;
  const named = [...text.matchAll(/(?:^|[\s`(])((?:src|test|scripts)\/[\w./-]*|[A-Z]+\.md|[\w-]+\.toml)/gm)].map(
    ([, path]) => path ?? "",
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(path))).toEqual(["src/routes/merged.ts"]);
});

test("the README is short enough to be read", () => {
  expect(readme.split("\n").length).toBeLessThan(250);
});
