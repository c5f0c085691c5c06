// The lint rule that keeps tasks to their own context.
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";

/** What the linter says of a function that is handed a context named `call`. */
async function lint(body: string): Promise<string> {
  const file = `dist/lint/${crypto.randomUUID()}.ts`;
  mkdirSync("dist/lint", { recursive: true });
  onTestFinished(() => rmSync(file));
  writeFileSync(file, `export const part = (call: CallContext) => ${body};\n`);
  const args = ["node_modules/oxlint/bin/oxlint", "-c", ".oxlintrc.json", "--no-ignore", "-f", "unix", file];
  return new Promise((resolve) => execFile(process.execPath, args, (_error, stdout) => resolve(stdout)));
}

test.each([
  ["in a list", 'gatherAny([() => news(call, "a")])'],
  ["in a record, with the context passed on", "gather({ a: () => news(call) }, { context: call })"],
  ["by a method", 'gather([async () => (await call.read("https://a.test")).status])'],
  ["in a group", "group.start(() => news(call))"],
  ["deeper in the task", "withTimeout(5, () => [1].map(() => news(call)))"],
])("a task that uses the outer context is refused: %s", async (_how, body) => {
  expect(await lint(body)).toContain("this task uses the call of the code around it");
});

test.each([
  ["its own, under the same name", "gatherAny([(call) => news(call)], { context: call })"],
  ["its own, under another", "gather({ a: (inner) => news(inner) }, { context: call })"],
  ["the outer one outside of a helper's tasks", "news(call).then(() => news(call))"],
  ["a helper without calls", "gather([() => sleep(5)], { context: call })"],
])("a task is free to use %s", async (_what, body) => {
  expect(await lint(body)).not.toContain("own-context");
});
