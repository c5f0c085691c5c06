// Formats files after an edit.
import { readFileSync, writeFileSync } from "node:fs";
import { format, getFileInfo, resolveConfig } from "prettier";

/**
 * Formats `text` as the file at `path`. A kind of file that prettier does not know only loses extra blank lines.
 *
 * @throws `Error` with the path if an edit has broken the syntax.
 */
export async function formatted(text: string, path: string): Promise<string> {
  const { inferredParser } = await getFileInfo(path);
  if (inferredParser === null) return text.replaceAll(/\n{3,}/g, "\n\n");
  try {
    return await format(text, { ...(await resolveConfig(path)), filepath: path });
  } catch (cause) {
    throw new Error(`${path} is broken by an edit: ${(cause as Error).message}`, { cause });
  }
}

/** Formats the file at `path`. */
export async function formatFile(path: string): Promise<void> {
  writeFileSync(path, await formatted(readFileSync(path, "utf8"), path));
}
