// Finds blocks in files that prettier has formatted: a line, and the lines that are indented below it.

/** The first line of a block, and the line after its last. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

const CLOSES = /^\s*(?:[)\]}]|`\)?;?$)/;

/** A heading below the title. */
const HEADING = /^#{2,}(?= )/;

/** The first line of fenced code. */
const FENCE = /^```\w/;

const COMMENT = /^\s*(?:\/\/|\/\*\*|\*|\*\/|#)/;

/** Counts the spaces before the first word. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Finds the block of a line. The line is its first, or one between its parts, such as `])("title", () => {`. */
export function blockAt(lines: readonly string[], index: number): Block {
  const [heading] = HEADING.exec(lines[index] ?? "") ?? [];
  if (heading !== undefined) {
    const next = lines.findIndex(
      (line, at) => at > index && (HEADING.exec(line)?.[0].length ?? Infinity) <= heading.length,
    );
    return { from: index, to: next === -1 ? lines.length : next };
  }
  if (FENCE.test(lines[index] ?? "")) return { from: index, to: lines.indexOf("```", index) + 1 };
  const indent = indentOf(lines[index] ?? "");
  let from = index;
  while (from > 0 && CLOSES.test(lines[from] ?? "")) {
    from--;
    while (from > 0 && (isBlank(lines[from]) || indentOf(lines[from] ?? "") > indent)) from--;
  }
  let to = from + 1;
  for (let at = to; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (isBlank(line)) continue;
    const inside = indentOf(line) > indent || (indentOf(line) === indent && CLOSES.test(line));
    if (!inside) break;
    to = at + 1;
  }
  return { from, to };
}

/** Lists the blocks around the line at `index`, the innermost first. */
export function blocksAround(lines: readonly string[], index: number): readonly Block[] {
  const blocks = [blockAt(lines, index)];
  let indent = indentOf(lines[index] ?? "");
  for (let at = index; at >= 0 && indent > 0; at--) {
    const line = lines[at] ?? "";
    if (isBlank(line) || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    blocks.push(blockAt(lines, at));
  }
  return blocks;
}

/** Takes out `block` and the comment above it. */
export function without(lines: readonly string[], { from, to }: Block): string[] {
  const indent = indentOf(lines[from] ?? "");
  let start = from;
  const isAbove = (line = ""): boolean => COMMENT.test(line) && Math.abs(indentOf(line) - indent) <= 1;
  while (start > 1 && isAbove(lines[start - 1])) start--;
  // A comment at the top describes the file.
  if (start <= 1) start = from;
  return [...lines.slice(0, start), ...lines.slice(to)];
}

function isBlank(line = ""): boolean {
  return line.trim() === "";
}
