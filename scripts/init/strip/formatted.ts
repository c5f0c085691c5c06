// Formats files after an edit.
import { readFileSync, writeFileSync } from "node:fs";
import { format, getFileInfo, resolveConfig } from "prettier";

/** Formats `text` as the file at `path`. A kind of file that prettier does not know only loses extra blank lines. */
export async function formatted(text: string, path: string): Promise<string> {
  const { inferredParser } = await getFileInfo(path);
  if (inferredParser === null) return text.replaceAll(/\n{3,}/g, "\n\n");
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** Formats the file at `path`. */
export async function formatFile(path: string): Promise<void> {
  writeFileSync(path, await formatted(readFileSync(path, "utf8"), path));
}
