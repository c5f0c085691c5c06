// How features are taken out of files: what goes along, and what stays.
import { describe, expect, test } from "vitest";
import { drop, type Edit, replace } from "../../scripts/init/feature.ts";
import { withoutPaths, withoutRows } from "../../scripts/init/strip/documents.ts";
import { edited } from "../../scripts/init/strip/edit.ts";
import { withoutImports } from "../../scripts/init/strip/imports.ts";
import { withoutUnused } from "../../scripts/init/strip/unused.ts";

const isGone = (path: string): boolean => path === "src/gone" || path.startsWith("src/gone/");

describe("an edit", () => {
  test.each<readonly [string, Edit, string, string]>([
    ["drops a line", drop("b,"), "[\n  a,\n  b,\n  c,\n]", "[\n  a,\n  c,\n]"],
    [
      "drops a statement of several lines",
      drop("const b"),
      "const a = 1;\nconst b = {\n  c,\n};\nd();",
      "const a = 1;\nd();",
    ],
    [
      "drops the comment above it",
      drop("const b"),
      "// Top.\n\na();\n/**\n * Of b.\n */\nconst b = 1;\n",
      "// Top.\n\na();\n",
    ],
    [
      "drops a test by the title between its parts",
      drop('"two"'),
      'test("one", () => {});\ntest.each([\n  1,\n])("two", () => {\n  a();\n});\n',
      'test("one", () => {});\n',
    ],
    [
      "drops a block further out",
      drop('name: "b"', { up: 2 }),
      '[\n  {\n    test: {\n      name: "b",\n    },\n  },\n  c,\n]',
      "[\n  c,\n]",
    ],
    [
      "drops a section of a document",
      drop("## B"),
      "# T\n\n## A\n\na\n\n## B\n\nb\n\n### B1\n\n## C\n",
      "# T\n\n## A\n\na\n\n## C\n",
    ],
    ["drops every occurrence", drop("b,"), "a,\nb,\nb, c\n", "a,\n"],
    ["replaces every occurrence", replace("b", "$&"), "a b b", "a $& $&"],
  ])("%s", (_what, edit, before, after) => {
    expect(edited(before, edit)).toBe(after);
  });

  test("that finds nothing says so", () => {
    expect([edited("a", drop("b")), edited("a", replace("b"))]).toEqual([undefined, undefined]);
  });
});

describe("an import of what is gone", () => {
  test("goes with the lines that use it, and leaves others of the same name alone", () => {
    const code =
      'import { a } from "./gone/a.ts";\nimport { b } from "./b.ts";\n\napp\n  .route("/", a)\n  .route("/", b);\nb.a("a", c.a);\n';
    expect(withoutImports(code, "src/app.ts", isGone)).toBe(
      'import { b } from "./b.ts";\n\napp\n  .route("/", b);\nb.a("a", c.a);\n',
    );
  });

  test("takes a test as a whole", () => {
    const code =
      'import type { A } from "../src/gone/a.ts";\ntest("one", () => {\n  const a: A = 1;\n  b(a);\n});\ntest("two", () => {});\n';
    expect(withoutImports(code, "test/a.test.ts", isGone)).toBe('test("two", () => {});\n');
  });

  test("may be renamed, spread, or handed on", () => {
    const code =
      'import { x as a, type B } from "./gone/a.ts";\nexport { c } from "./gone/c.ts";\nconst list = [\n  ...a(),\n  d,\n];\ntype E = B;\n';
    expect(withoutImports(code, "src/app.ts", isGone)).toBe("const list = [\n  d,\n];\n");
  });
});

describe("what nothing uses any more goes:", () => {
  test("imports and declarations, one after the other", () => {
    const code =
      'import { a, b } from "./a.ts";\nimport { c } from "./c.ts";\n\n/** Of d. */\nfunction d() {\n  return a(c);\n}\n\nexport const e = b.a;\n';
    expect(withoutUnused(code, "src/e.ts")).toBe('import { b } from "./a.ts";\n\n\nexport const e = b.a;\n');
  });

  test("suites without tests, and files without tests", () => {
    const code = 'test("one", () => {});\n\ndescribe("none", () => {\n  const a = 1;\n});\n';
    expect(withoutUnused(code, "test/a.test.ts").trim()).toBe('test("one", () => {});');
    expect(withoutUnused('describe("none", () => {\n});\n', "test/a.test.ts")).toBe("");
  });

  test("but not what describes a route", () => {
    expect(withoutUnused("describe({\n  a,\n});\n", "src/a.ts")).toBe("describe({\n  a,\n});\n");
  });
});

describe("what names a path that is gone goes:", () => {
  test("rows of tables and items of lists", () => {
    const page =
      "| a | `src/gone/` |\n| b | `src/b.ts` |\n\n- a: [x](../src/gone/a.ts)\n  and more\n- b\n\n`src/gone/a.ts` in prose\n";
    expect(withoutRows(page, isGone)).toBe("| b | `src/b.ts` |\n\n- b\n\n`src/gone/a.ts` in prose\n");
  });

  test("paths, globs and references in JSON, and overrides that they leave without files", () => {
    const json =
      '{\n  "include": [\n    "src/b",\n    "src/gone"\n  ],\n  "exclude": ["src/gone"],\n  "overrides": [\n    { "files": ["src/b/**", "src/gone/**"], "c": 1 },\n    {\n      "files": ["src/gone/**"],\n      "d": { "path": "e" }\n    },\n    { "path": "./src/gone" }\n  ]\n}\n';
    expect(withoutPaths(json, isGone)).toBe(
      '{\n  "include": [\n    "src/b"\n  ],\n  "overrides": [\n    { "files": ["src/b/**"], "c": 1 }\n  ]\n}\n',
    );
  });
});
