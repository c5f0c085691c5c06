// Takes out code that is unused after other code has gone.
import { blockAt, without } from "./blocks.ts";
import { COMMENT, usesOf } from "./uses-of.ts";

const IMPORT = /^import\b([^;"]*?)\bfrom "[^"]+";\n/gm;

const DECLARATION = /^(?:async )?(?:const|let|function\*?|async function\*?|interface|type|class) ([A-Za-z_$][\w$]*)/;

const SUITE = /^\s*describe\b.*=> \{$/;

/** Takes out unused imports and declarations, and empty suites. Returns "" for a test file without tests. */
export function withoutUnused(code: string, file: string): string {
  for (let before = "", now = code; ; now = unusedOnce(now)) {
    if (now === before) return file.endsWith(".test.ts") && !/^\s*test\b/m.test(now) ? "" : now;
    before = now;
  }
}

function unusedOnce(code: string): string {
  const imported = code.replaceAll(IMPORT, (statement, clause: string) => usedPart(statement, clause, code));
  const lines = imported.split("\n");
  for (const [at, line] of lines.entries()) {
    const block = blockAt(lines, at);
    if (SUITE.test(line) && !lines.slice(block.from + 1, block.to).some((inner) => /^\s*test\b/.test(inner)))
      return without(lines, block).join("\n");
    const [, name] = DECLARATION.exec(line) ?? [];
    if (name === undefined) continue;
    if (!isUsed(name, [...lines.slice(0, block.from), ...lines.slice(block.to)]))
      return without(lines, block).join("\n");
  }
  return imported;
}

/** Takes the unused names out of an import. */
function usedPart(statement: string, clause: string, code: string): string {
  const [, list] = /\{([^}]*)\}/.exec(clause) ?? [];
  const named = (list ?? clause)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const rest = code.replace(statement, "").split("\n");
  const used = named.filter((part) => isUsed(/([\w$]+)$/.exec(part)?.[1] ?? "", rest));
  if (used.length === named.length) return statement;
  if (used.length === 0) return "";
  return statement.replace(/\{[^}]*\}/, `{ ${used.join(", ")} }`);
}

function isUsed(name: string, lines: readonly string[]): boolean {
  const uses = usesOf(name);
  return lines.some((line) => uses.test(line) && !COMMENT.test(line));
}
