// create_subprocess_exec: a child isolate with pipes, an exit status, limits, and an end.
import { describe, expect, test, vi } from "vitest";
import type { Process } from "../../src/process/process.ts";
import { spawn } from "../../src/process/spawn.ts";
import type { SpawnOptions } from "../../src/process/spawn-options.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { loader, program, text } from "./loader.ts";

/** Runs a program to its end. */
async function run(source: string, options?: SpawnOptions, input?: string) {
  await using process = await spawn(loader, source, options);
  const { stdout, stderr, ...status } = await process.communicate(input);
  return { ...status, stdout: text(stdout), stderr: text(stderr) };
}

const forever = program("await stdout.write('on'); for (;;) await scheduler.wait(1_000)");

describe("pipes", () => {
  test("communicate writes the input, and brings both outputs and the exit status", async () => {
    const source = program(
      "await stdout.write((await new Response(stdin).text()).toUpperCase()); await stderr.write('done\\n')",
    );
    expect(await run(source, {}, "hé")).toEqual({ exitCode: 0, ended: "exited", stdout: "HÉ", stderr: "done\n" });
  });

  test("argv arrives unchanged", async () => {
    const argv = ["--länge", "", "a b", "\u{1F600}"];
    expect((await run(program("await stdout.write(JSON.stringify(argv))"), { argv })).stdout).toBe(
      JSON.stringify(argv),
    );
  });

  test("a dialogue, line by line, over stdin and stdout", async () => {
    const source = program(`
      const decoder = new TextDecoder();
      for await (const chunk of stdin) await stdout.write("got " + decoder.decode(chunk));`);
    await using process = await spawn(loader, source);
    for (const line of ["one\n", "two\n"]) {
      process.stdin.write(line);
      expect(text(await process.stdout.readLine())).toBe(`got ${line}`);
    }
    expect(process.exitStatus).toBeUndefined();
    await process.stdin.close();
    expect(await process.wait()).toEqual({ exitCode: 0, ended: "exited" });
    expect(text(await process.stdout.read())).toBe("");
  });

  test("bytes arrive unchanged, across frames, in both directions", async () => {
    const sent = new Uint8Array(1_000_000).map((_, index) => index % 251);
    await using process = await spawn(loader, program("for await (const chunk of stdin) await stdout.write(chunk)"));
    const { stdout } = await process.communicate(sent);
    expect(stdout).toEqual(sent);
  });

  test("console output goes to standard error, in order with other writes", async () => {
    const source = program(`
      console.log("a", 1, { b: [2] }); await stderr.write("raw\\n"); console.error(new TypeError("bad"));
      console.warn(undefined, 3n, Symbol("s")); console.count(); console.log({ get a() { throw new Error("no") } });`);
    expect((await run(`console.info("loading");${source}`)).stderr).toBe(
      'loading\na 1 {"b":[2]}\nraw\nTypeError: bad\nundefined 3 Symbol(s)\n[object Object]\n',
    );
  });

  test("two runs at once of one program each have their own console", async () => {
    const source = program(
      "for (let i = 0; i < 5; i++) { await scheduler.wait(1); console.log(argv[0]) } setTimeout(() => {}, 1)",
    );
    const runs = await Promise.all(["a", "b"].map((name) => run(source, { argv: [name] })));
    expect(runs.map(({ stderr }) => stderr)).toEqual(["a\n".repeat(5), "b\n".repeat(5)]);
  });

  test("a process that does not read its input ends normally, without a broken pipe error", async () => {
    const reasons = await unhandledDuring(async () => {
      expect(await run(program("return 3"), {}, "x".repeat(1_000_000))).toMatchObject({ exitCode: 3, ended: "exited" });
    });
    expect(reasons).toEqual([]);
  });

  test("once the process has ended, its standard input is broken", async () => {
    await using process = await spawn(loader, program(""));
    await process.wait();
    process.stdin.write("late");
    await expect(process.stdin.drain()).rejects.toThrow("the process has ended");
    await expect(process.stdin.close()).rejects.toThrow("the process has ended");
  });

  test("extra modules can be imported, by either name", async () => {
    const source = `import { two } from "./two.js"; ${program('return two + (await import("lib/one.js")).one')}`;
    const modules = { "two.js": "export const two = 2", "lib/one.js": "export const one = 1" };
    expect(await run(source, { modules })).toMatchObject({ exitCode: 3 });
  });
});

describe("exit status", () => {
  test.each<[string, string, number, unknown, unknown]>([
    ["returns nothing", program(""), 0, undefined, ""],
    ["returns a whole number", program("return 7"), 7, undefined, ""],
    ["returns anything else", program("return 'seven'"), 0, undefined, ""],
    ["calls exit", program("exit(4); await stdout.write('never')"), 4, undefined, ""],
    ["calls exit with a message, and catches that", program("try { exit(4, 'so it is') } catch {}"), 4, "so it is", ""],
    ["throws", program("throw new RangeError('too far')"), 1, "RangeError: too far", "RangeError: too far\n"],
    ["throws no error", program("throw null"), 1, "null", "null\n"],
    [
      "throws an error that cannot be described",
      program("throw { toString() { throw 1 } }"),
      1,
      "an error that cannot be described",
      "an error that cannot be described\n",
    ],
    [
      "overflows its stack",
      program("const f = () => f() + 1; f()"),
      1,
      expect.stringContaining("call stack"),
      expect.anything(),
    ],
    ["is no JavaScript", "export default (=> 1", 126, expect.stringContaining("Unexpected token '=>'"), ""],
    ["has no default export", "export const main = 1", 126, "TypeError: its default export is not a function", ""],
    ["exports no function", "export default {}", 126, "TypeError: its default export is not a function", ""],
    ["imports what is not there", 'import "./nope.js"', 126, expect.stringContaining('No such module "nope.js"'), ""],
    ["throws while it is loaded", "throw new Error('top')", 126, "Error: top", ""],
    ["never finishes loading", "await new Promise(() => {})", 126, expect.stringContaining("unsettled"), ""],
  ])("a program that %s", async (_, source, exitCode, message, stderr) => {
    const status = await run(source);
    expect(status).toEqual({
      exitCode,
      ended: "exited",
      stdout: "",
      stderr,
      ...(message !== undefined && { message }),
    });
  });

  test("a program that cannot be loaded can be run again, to the same end", async () => {
    const source = "export default (((";
    expect([(await run(source)).exitCode, (await run(source)).exitCode]).toEqual([126, 126]);
  });

  test("a program that waits for ever is lost, and its output is kept", async () => {
    const status = await run(program("await stdout.write('so far'); await new Promise(() => {})"));
    expect(status).toMatchObject({ exitCode: -9, ended: "lost", stdout: "so far" });
    expect(status.message).toContain("hung");
  });

  test("a message is one line, cut short, of well-formed text without control characters", async () => {
    const { message } = await run(program("throw new Error('a\\n\\u0000\\u202eb\\ud800' + 'x'.repeat(100_000))"));
    expect(message).toMatch(/^Error: a b\ufffdx+…$/u);
    expect(message?.length).toBe(501);
  });
});

describe("its end", () => {
  test("kill ends the wait at once; what was written before can be read", async () => {
    await using process = await spawn(loader, forever);
    expect(text(await process.stdout.readExactly(2))).toBe("on");
    process.kill();
    expect(await process.wait()).toEqual({ exitCode: -9, ended: "killed", message: "it was killed" });
    expect(process.exitStatus?.exitCode).toBe(-9);
    expect(text(await process.stdout.read())).toBe("");
  });

  test("kill before it was loaded, twice, and after its end", async () => {
    const process = await spawn(loader, program("return 5"), { tenant: null });
    process.kill();
    process.kill();
    expect((await process.wait()).ended).toBe("killed");
    process.kill();
    expect(process.exitStatus?.ended).toBe("killed");
  });

  test("its signal kills it, and keeps no listener", async () => {
    const { signal, abort, listeners } = countedSignal();
    const process = await spawn(loader, forever, { signal });
    await process.stdout.readExactly(2);
    abort(new Error("the client has left"));
    expect(await process.wait()).toMatchObject({ ended: "killed", message: "the client has left" });
    expect(listeners()).toBe(0);
  });

  test("a signal that is aborted already: nothing starts", async () => {
    const reason = new Error("no");
    await expect(spawn(loader, forever, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("timeoutMs ends it", async () => {
    const { exitCode, ended, message } = await run(forever, { timeoutMs: 50 });
    expect([exitCode, ended, message]).toEqual([-9, "timed_out", "it passed its 50 ms timeout"]);
  });

  test("leaving the block kills it", async () => {
    let process;
    {
      await using inner = await spawn(loader, forever);
      process = inner;
    }
    expect(process.exitStatus?.ended).toBe("killed");
  });

  test.each([
    ["killed", "kill"],
    ["exited", "exit"],
  ])("the remaining work of a process that %s is not done", async (ended, how) => {
    const source = `let ticks = 0; ${program(`
      if (argv[0] === "count") return stdout.write(String(ticks));
      setInterval(() => ticks++, 1);
      await stdout.write("on");
      if (argv[0] === "kill") await scheduler.wait(10_000);`)}`;
    await using process = await spawn(loader, source, { argv: [how], tenant: how });
    await process.stdout.readExactly(2);
    if (how === "kill") process.kill();
    expect((await process.wait()).ended).toBe(ended);
    const count = async (): Promise<string> => (await run(source, { argv: ["count"], tenant: how })).stdout;
    await vi.waitFor(async () => {
      const counts = [];
      for (let time = 0; time < 10; time++) counts.push(await count());
      expect(new Set(counts).size).toBe(1);
    });
  });
});

describe("limits", () => {
  test("one byte too many on standard output ends it; what fits can be read", async () => {
    const source = program("await stdout.write('x'.repeat(Number(argv[0])))");
    expect(await run(source, { argv: ["10"], maxStdoutBytes: 10 })).toMatchObject({
      exitCode: 0,
      stdout: "x".repeat(10),
    });
    expect(await run(source, { argv: ["11"], maxStdoutBytes: 10 })).toEqual({
      exitCode: -9,
      ended: "too_much_output",
      message: "it wrote more than 10 bytes",
      stdout: "x".repeat(10),
      stderr: "",
    });
  });

  test("100 MB of output are not kept", async () => {
    const { ended, stdout } = await run(program("await stdout.write(new Uint8Array(100_000_000))"));
    expect([ended, stdout.length]).toEqual(["too_much_output", 1_048_576]);
  });

  test("standard error is cut, and the process goes on", async () => {
    const source = program("for (let i = 0; i < 1_000; i++) console.log('x'.repeat(99)); return 2");
    const { exitCode, stderr } = await run(source, { maxStderrBytes: 250 });
    expect([exitCode, stderr.length]).toEqual([2, 250]);
  });

  test("one byte too many on standard input ends it", async () => {
    await using process = await spawn(loader, program("for await (const _ of stdin);"), { maxStdinBytes: 4 });
    process.stdin.write("12345");
    expect(await process.wait()).toMatchObject({
      ended: "too_much_input",
      message: "more than 4 bytes were written to it",
    });
    await expect(process.stdin.drain()).rejects.toThrow("more than 4 bytes");
  });

  test.each<[string, SpawnOptions]>([
    ["the source has 78 bytes; the limit is 77", { maxSourceBytes: 77 }],
    ["timeoutMs must be from 0 to 2147483647, not NaN", { timeoutMs: NaN }],
    ["timeoutMs must be from 0 to 2147483647, not Infinity", { timeoutMs: Infinity }],
    ["cpuMs must be a whole number from 0, not -1", { cpuMs: -1 }],
    ["maxStdinBytes must be a whole number from 0, not 0.5", { maxStdinBytes: 0.5 }],
    ["argv is longer than 8192", { argv: ["x".repeat(8_192)] }],
    [
      'invalid module name "cloudflare:workers": use letters, digits, ". _ - /", end in .js',
      { modules: { "cloudflare:workers": "" } },
    ],
    ["the module name program.js is reserved", { modules: { "program.js": "" } }],
  ])("a RangeError: %s", async (message, options) => {
    await expect(spawn(loader, program(""), options)).rejects.toThrow(new RangeError(message));
  });
});

describe("isolates", () => {
  test("of 101 runs of one program at once, the last is refused and the others go on; an ended run makes room", async () => {
    const source = program("await stdout.write('on'); await new Response(stdin).text(); await stdout.write('off')");
    await using stack = new AsyncDisposableStack();
    const begin = async (): Promise<Process> => stack.use(await spawn(loader, source));
    const hundred = await Promise.all(Array.from({ length: 100 }, begin));
    const [first] = hundred;
    const begun = await Promise.all(hundred.map(async ({ stdout }) => text(await stdout.readExactly(2))));
    expect(new Set(begun)).toEqual(new Set(["on"]));
    const message = "more than 100 runs at once";
    expect(await (await begin()).wait()).toEqual({ exitCode: 75, ended: "exited", message });
    expect(text((await first?.communicate())?.stdout ?? new Uint8Array())).toBe("off");
    const again = await begin();
    expect(text(await again.stdout.readExactly(2))).toBe("on");
  });

  const counter = `let n = 0; ${program("await stdout.write(String(++n))")}`;
  const count = async (options: SpawnOptions): Promise<string> => (await run(counter, options)).stdout;

  test("runs of one tenant share the module's state; another tenant's do not", async () => {
    expect([await count({ tenant: "a" }), await count({ tenant: "a" }), await count({ tenant: "b" })]).toEqual([
      "1",
      "2",
      "1",
    ]);
  });

  test("with tenant null every run has its own isolate", async () => {
    expect([await count({ tenant: null }), await count({ tenant: null })]).toEqual(["1", "1"]);
  });

  test("one program has one key with any limits; the key reveals neither tenant nor source", async () => {
    const keys: (string | null)[] = [];
    const noting: WorkerLoader = {
      get: (name, getCode) => {
        keys.push(name);
        return loader.get(name, getCode);
      },
      load: (code) => loader.load(code),
    };
    for (const options of [{ tenant: "t" }, { tenant: "t", cpuMs: 5, timeoutMs: 900 }, { tenant: "u" }])
      await (await spawn(noting, program(""), options)).wait();
    expect(keys).toEqual([keys[0], keys[0], expect.stringMatching(/^[\da-f]{64}$/)]);
    expect(new Set(keys).size).toBe(2);
  });
});
