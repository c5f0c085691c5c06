// A client generated from /openapi.json compiles, refuses what the Worker would refuse, and works. What it cannot type is a fault of the
// document.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, expect, inject, test } from "vitest";
import { API_KEY } from "../support/settings.ts";
import { corner } from "../support/worker.ts";

const HOME = "dist/generated-client";
const run = promisify(execFile);
const node = (...args: string[]): Promise<{ stdout: string }> => run(process.execPath, args);

beforeAll(async () => {
  mkdirSync(HOME, { recursive: true });
  const url = `${inject("worker")}/openapi.json`;
  await node("node_modules/oazapfts/dist/cli.js", url, `${HOME}/client.ts`, "--useUnknown");
});

/** Checks a program beside the client, as strictly as our own code but for one rule. @throws what the compiler says. */
async function compile(name: string, code: string): Promise<string> {
  const program = `${HOME}/${name}.ts`;
  writeFileSync(program, code);
  // The functions that oazapfts writes pass on options that may be undefined.
  const config = {
    extends: "../../tsconfig.base.json",
    compilerOptions: { lib: ["esnext", "dom", "dom.iterable"], types: [], exactOptionalPropertyTypes: false },
    files: [`${name}.ts`],
  };
  writeFileSync(`${HOME}/tsconfig.${name}.json`, JSON.stringify(config));
  await node("node_modules/typescript/bin/tsc", "-p", `${HOME}/tsconfig.${name}.json`);
  return program;
}

test("a program that uses it compiles, and prints what the Worker answered", async () => {
  const program = await compile(
    "program",
    `import { city, defaults, gather, type GatherAnswer, hello, type Problem } from "./client.ts";
    defaults.baseUrl = ${JSON.stringify(inject("worker"))};

    const hi = await hello({ times: 2, delayMs: 0, mode: "sequential" });
    if (hi.status !== 200) throw new Error(hi.data.detail);
    const texts: ("Hello World" | "Hello Again")[] = hi.data.lines.map(({ text }) => text);
    console.log(texts.join());

    const lisbon = await city("Lisbon");
    // 204 is for an EventSource that asks again.
    if (lisbon.status !== 200) throw new Error(lisbon.status === 204 ? "no answer" : lisbon.data.detail);
    console.log(lisbon.data.place.name, lisbon.data.weather?.temperatureC);

    const refused = await gather({ requests: [] });
    if (refused.status === 200) throw new Error("no key was needed");
    const problem: Problem = refused.data;
    console.log(refused.status, problem.title);

    defaults.headers = { Authorization: "Bearer ${API_KEY}" };
    const answer = await gather({ requests: { air: { url: ${JSON.stringify(corner().fault())} } }, mode: { count: 1 } });
    if (answer.status !== 200) throw new Error(answer.data.detail);
    if (!("results" in answer.data)) throw new Error("nothing was to be transformed");
    const { complete, results }: GatherAnswer = answer.data;
    for (const { outcome, timing } of Object.values(results)) console.log(complete, outcome, timing.attempts);
    `,
  );
  const { stdout } = await node(program);
  expect(stdout).toBe("Hello World,Hello Again,Hello World,Hello Again\nLisbon 21.4\n401 A key is needed\ntrue ok 1\n");
});

test.each([
  ["a number as text", 'hello({ times: "3" })'],
  ["a mode that is none", 'hello({ mode: "both" })'],
  ["a parameter that is none", "hello({ delay: 5 })"],
  ["no name", "city()"],
  ["no requests", "gather({})"],
  ["a URL in place of a request", 'gather({ requests: ["https://api.example.com"] })'],
  ["an answer taken for a success", "gather({ requests: [] }).then(({ data }) => data.results.length)"],
])("%s does not compile", async (_what, wrong) => {
  const code = `import { city, gather, hello } from "./client.ts";\nconsole.log(city, gather, hello);\nvoid ${wrong};\n`;
  await expect(compile("wrong", code)).rejects.toMatchObject({
    stdout: expect.stringMatching(/^dist\/generated-client\/wrong\.ts\(3,\d+\): error TS\d+/) as string,
  });
});

test("what is used twice has one name", () => {
  const client = readFileSync(`${HOME}/client.ts`, "utf8");
  const names = [...client.matchAll(/^export type (\w+)/gm)].map(([, name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "CityAnswer",
      "GatherAnswer",
      "GatherRequest",
      "GatherReply",
      "HelloAnswer",
      "ProbeAnswer",
      "ProbeRequest",
      "ProbeResult",
      "ProbeTarget",
      "Problem",
      "Result",
      "TransformedAnswer",
      "UpstreamRequest",
    ]),
  );
  expect(client.match(/http_error/g)?.length).toBe(1);
  expect(client).not.toMatch(/: any\b/);
});
