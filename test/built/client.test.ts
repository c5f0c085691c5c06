// The example of a typed client, run as a newcomer runs it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { API_KEY } from "../support/settings.ts";
import { corner } from "../support/worker.ts";

const run = promisify(execFile);

test("scripts/client.ts prints what /hello and /gather answered", async () => {
  const { fault } = corner();
  const args = ["scripts/client.ts", inject("worker") ?? "", fault(), fault("status=503")];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, API_KEY } });
  expect(stdout.match(/task \d: Hello (World|Again) after \d+ ms/g)?.length).toBe(6);
  expect(stdout).toMatch(/together \d+ ms\n.*: ok after \d+ ms\n.*: http_error after \d+ ms\nnot complete\n$/);
});

test("scripts/client.ts says what the problem is", async () => {
  const args = ["scripts/client.ts", inject("worker") ?? "", corner().fault()];
  await expect(run(process.execPath, args, { env: { ...process.env, API_KEY: "wrong" } })).rejects.toThrow(
    /the key is not one of those in API_KEYS/,
  );
});
