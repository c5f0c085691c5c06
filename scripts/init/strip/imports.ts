// Takes out imports of deleted files, and the code that uses them.
import { dirname, join } from "node:path";
import { blocksAround, without } from "./blocks.ts";
import { COMMENT, usesOf } from "./uses-of.ts";

/** An `import`, or an `export … from`, of a file of the project. */
export interface Import {
  readonly statement: string;
  /** The file's path from the project's root. */
  readonly path: string;
  /** The names that the statement binds. */
  readonly names: readonly string[];
}

const STATEMENT = /^(import|export)\b([^;"]*?)(?:\bfrom )?"(\.{1,2}\/[^"]+)";\n/gm;

const TEST = /^\s*(?:test|describe)\b/;

/** Lists the imports in `code`, the text of `file`. */
export function importsIn(code: string, file: string): readonly Import[] {
  return [...code.matchAll(STATEMENT)].map(([statement, keyword, clause = "", path = ""]) => ({
    statement,
    path: join(dirname(file), path),
    names: keyword === "export" ? [] : boundBy(clause),
  }));
}

/** Lists the names in an import's clause: `{ a, type B as C }`, `* as d`, `e`. */
export function boundBy(clause: string): readonly string[] {
  return [...clause.matchAll(/(?:\w+ as )?(?!type\b|as\b)\b([A-Za-z_$][\w$]*)\b(?! as)/g)].map(([, name = ""]) => name);
}

/** Takes out imports of deleted files. A line that uses one goes too; in a test file, the whole test goes. */
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
