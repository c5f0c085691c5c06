// SubprocessProtocol: the life of a process as callbacks, in asyncio's order.
import { expect, test } from "vitest";
import type { SpawnOptions } from "../../src/process/spawn-options.ts";
import { subprocessExec } from "../../src/process/subprocess-exec.ts";
import type { SubprocessProtocol } from "../../src/process/subprocess-protocol.ts";
import { loader, program, text } from "./loader.ts";

/** Records its callbacks. Throws in the callback `throwing`. */
class Noting implements SubprocessProtocol {
  readonly told: unknown[][] = [];
  readonly throwing: string | undefined;

  constructor(throwing?: string) {
    this.throwing = throwing;
  }

  connectionMade = (): void => this.#note("connectionMade");
  pipeDataReceived = (fd: number, data: Uint8Array): void => this.#note("pipeDataReceived", fd, text(data));
  pipeConnectionLost = (fd: number, error?: Error): void => this.#note("pipeConnectionLost", fd, error?.message);
  processExited = (): void => this.#note("processExited");
  connectionLost = (error: unknown): void => this.#note("connectionLost", error);

  #note(callback: string, ...told: unknown[]): void {
    this.told.push([callback, ...told]);
    if (callback === this.throwing) throw new Error(`${callback} threw`);
  }
}

async function exec(source: string, throwing?: string, options?: SpawnOptions) {
  return subprocessExec(() => new Noting(throwing), loader, source, options);
}

test("from the connection to its loss, each in its order and once", async () => {
  const source = program(
    "await stdout.write('out'); await stderr.write('err'); await stdout.write(await new Response(stdin).text())",
  );
  const { transport, protocol } = await exec(source);
  expect(protocol.told).toEqual([["connectionMade"]]);
  transport.stdin.write("in");
  await transport.stdin.close();
  expect(await transport.closed).toEqual({ exitCode: 0, ended: "exited" });
  // The parent decides when the input ends, so its place among the outputs may differ.
  const inputLost = protocol.told.findIndex(([, fd]) => fd === 0);
  expect(inputLost).toBeLessThan(protocol.told.findIndex(([callback]) => callback === "processExited"));
  expect(protocol.told.splice(inputLost, 1)).toEqual([["pipeConnectionLost", 0, undefined]]);
  expect(protocol.told).toEqual([
    ["connectionMade"],
    ["pipeDataReceived", 1, "out"],
    ["pipeDataReceived", 2, "err"],
    ["pipeDataReceived", 1, "in"],
    ["pipeConnectionLost", 1, undefined],
    ["pipeConnectionLost", 2, undefined],
    ["processExited"],
    ["connectionLost", undefined],
  ]);
});

test("killed: the same callbacks, and the pipes get the reason", async () => {
  const { transport, protocol } = await exec(program("for await (const _ of stdin);"));
  transport.kill();
  expect(await transport.closed).toMatchObject({ ended: "killed" });
  expect(protocol.told).toEqual([
    ["connectionMade"],
    ["pipeConnectionLost", 1, "the process has ended: it was killed"],
    ["pipeConnectionLost", 2, "the process has ended: it was killed"],
    ["pipeConnectionLost", 0, "the process has ended"],
    ["processExited"],
    ["connectionLost", undefined],
  ]);
});

test("the status is known in processExited, and not before", async () => {
  const statuses: unknown[] = [];
  const { transport } = await subprocessExec(
    () => ({
      connectionMade: (made) => statuses.push(made.exitStatus),
      processExited: () => statuses.push(transport.exitStatus?.exitCode),
    }),
    loader,
    program("return 6"),
  );
  await transport.closed;
  expect(statuses).toEqual([undefined, 6]);
});

test.each(["connectionMade", "pipeDataReceived", "pipeConnectionLost", "processExited", "connectionLost"])(
  "%s may throw: the process ends, the other callbacks run, and closed rejects with the error",
  async (throwing) => {
    const { transport, protocol } = await exec(program("await stdout.write('out'); await stdin.cancel()"), throwing);
    await expect(transport.closed).rejects.toThrow(`${throwing} threw`);
    const names = protocol.told.map(([name]) => name).filter((name) => name !== "pipeDataReceived");
    expect(names).toEqual([
      "connectionMade",
      "pipeConnectionLost",
      "pipeConnectionLost",
      "pipeConnectionLost",
      "processExited",
      "connectionLost",
    ]);
    expect(transport.exitStatus).toBeDefined();
  },
);

test("all callbacks are optional", async () => {
  const { transport } = await subprocessExec(() => ({}), loader, program("console.log(1)"));
  expect(await transport.closed).toMatchObject({ exitCode: 0 });
});
