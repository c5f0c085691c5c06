// Imports of files that are gone, and what used them.
import { dirname, join } from "node:path";
import { blocksAround, without } from "./blocks.ts";
import { COMMENT, usesOf } from "./uses-of.ts";

/** A statement that imports, or exports, from a file of the project. */
export interface Import {
  readonly statement: string;
  /** The file's path from the project's root. */
  readonly path: string;
  /** The names that the statement binds, in the file that has it. */
  readonly names: readonly string[];
}

const STATEMENT = /^(import|export)\b([^;"]*?)(?:\bfrom )?"(\.{1,2}\/[^"]+)";\n/gm;

const TEST = /^\s*(?:test|describe)\b/;

/** The imports in `code`, which is the text of the file at `file`. */
export function importsIn(code: string, file: string): readonly Import[] {
  return [...code.matchAll(STATEMENT)].map(([statement, keyword, clause = "", path = ""]) => ({
    statement,
    path: join(dirname(file), path),
    names: keyword === "export" ? [] : boundBy(clause),
  }));
}

/** The names that an import's clause binds: `{ a, type B as C }`, `* as d`, `e`. */
export function boundBy(clause: string): readonly string[] {
  return [...clause.matchAll(/(?:\w+ as )?(?!type\b|as\b)\b([A-Za-z_$][\w$]*)\b(?! as)/g)].map(([, name = ""]) => name);
}

/** `code` without the imports that `isGone` holds for, and without what used them: a test as a whole, a line elsewhere. */
export function withoutImports(code: string, file: string, isGone: (path: string) => boolean): string {
  const gone = importsIn(code, file).filter(({ path }) => isGone(path));
  let lines = gone.reduce((left, { statement }) => left.replace(statement, ""), code).split("\n");
  for (const name of gone.flatMap(({ names }) => names)) {
    const uses = usesOf(name);
    for (;;) {
      const at = lines.findIndex((line) => uses.test(line) && !COMMENT.test(line));
      if (at === -1) break;
      const around = blocksAround(lines, at);
      const test = around.find(({ from }) => file.startsWith("test/") && TEST.test(lines[from] ?? ""));
      lines = without(lines, test ?? around[0] ?? { from: at, to: at + 1 });
    }
  }
  return lines.join("\n");
}
