// The example of a typed client, run as a newcomer runs it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";

const run = promisify(execFile);
const client = (...args: string[]): Promise<{ stdout: string }> =>
  run(process.execPath, ["scripts/client.ts", inject("worker") ?? "", ...args]);

test("scripts/client.ts prints what /hello and /city answered", async () => {
  const { stdout } = await client("Tokyo");
  expect(stdout.match(/task \d: Hello (World|Again) after \d+ ms/g)?.length).toBe(6);
  expect(stdout).toMatch(
    /together \d+ ms\nTokyo, Japan: 18.7 °C\nplace: ok after \d+ ms\n(\w+: ok after \d+ ms\n){3}complete\n$/,
  );
});

test("scripts/client.ts says what the problem is", async () => {
  await expect(client("Atlantis")).rejects.toThrow(/no place is called "Atlantis"/);
});
