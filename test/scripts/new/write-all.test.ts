// All or nothing.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeAll } from "../../../scripts/new/write-all.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "write-all-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, "old.ts"), "old");
  return path;
}

test("every file is written, in folders that did not exist too", () => {
  const path = folder();
  writeAll(
    new Map(
      [
        ["old.ts", "new"],
        ["a/b.ts", "b"],
      ].map(([name = "", text = ""]) => [join(path, name), text]),
    ),
    () => undefined,
  );
  expect([readFileSync(join(path, "old.ts"), "utf8"), readFileSync(join(path, "a/b.ts"), "utf8")]).toEqual([
    "new",
    "b",
  ]);
});

test("where one cannot be written, all are as before", () => {
  const path = folder();
  mkdirSync(join(path, "folder.ts"));
  const files = new Map(["old.ts", "new.ts", "folder.ts"].map((name) => [join(path, name), "changed"]));
  expect(() => writeAll(files, () => undefined)).toThrow(/EISDIR/);
  expect(readFileSync(join(path, "old.ts"), "utf8")).toBe("old");
  expect(existsSync(join(path, "new.ts"))).toBe(false);
});

test("where the check fails, all are as before", () => {
  const path = folder();
  const files = new Map(["old.ts", "new.ts"].map((name) => [join(path, name), "changed"]));
  const check = (): void => {
    throw new Error("not as hoped");
  };
  expect(() => writeAll(files, check)).toThrow("not as hoped");
  expect(readFileSync(join(path, "old.ts"), "utf8")).toBe("old");
  expect(existsSync(join(path, "new.ts"))).toBe(false);
});
