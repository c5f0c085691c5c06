// Takes paths of deleted files out of documents and configuration.
import { blocksAround, without } from "./blocks.ts";

/** A path from the project's root. */
const NAMED = /(?:src|test|scripts)\/[\w./-]*\w\/?/g;

/** Takes out the table rows and list items that name a deleted path. */
export function withoutRows(markdown: string, isGone: (path: string) => boolean): string {
  const names = (text: string): boolean => [...text.matchAll(NAMED)].some(([path]) => isGone(path.replace(/\/$/, "")));
  const kept: string[] = [];
  let item: string[] = [];
  const end = (): void => {
    if (!names(item.join("\n"))) kept.push(...item);
    item = [];
  };
  for (const line of markdown.split("\n")) {
    if (item.length > 0 && !/^ {2,}\S/.test(line)) end();
    if (item.length > 0 || line.startsWith("- ")) item.push(line);
    else if (!(line.startsWith("|") && names(line))) kept.push(line);
  }
  end();
  return kept.join("\n");
}

/** A list of paths or globs on one line, such as `"files": ["src/page/**"]`. */
const LIST = /(?<="(?:files|include|exclude)": \[)[^\]]*(?=\])/;

/** Takes deleted paths out of formatted JSON, and the overrides that have no files left. */
export function withoutPaths(json: string, isGone: (path: string) => boolean): string {
  let lines = json.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const [path = ""] = /(?<=^\s*(?:\{ "path": )?")[^"]+(?="(?: \})?,?$)/.exec(line) ?? [];
    if (isGone(folderOf(path))) {
      lines = without(lines, { from: at, to: at + 1 });
      at--;
      continue;
    }
    const globs = LIST.exec(line)?.[0].split(", ") ?? [];
    const left = globs.filter((glob) => !isGone(folderOf(glob.replaceAll('"', ""))));
    if (left.length === globs.length) continue;
    const [own, around] = blocksAround(lines, at);
    if (left.length > 0) lines[at] = line.replace(LIST, () => left.join(", "));
    else lines = without(lines, (line.trimStart().startsWith('"files"') ? around : own) ?? { from: at, to: at + 1 });
    at = -1;
  }
  return lines.join("\n").replaceAll(/,(\n\s*[\]}])/g, "$1");
}

/** `src/page` of `src/page/**`, and of `./src/page`. */
function folderOf(glob: string): string {
  return glob
    .replace(/^\.\//, "")
    .replace(/\/\*.*$/, "")
    .replace(/\/\{[^/]*$/, "");
}
