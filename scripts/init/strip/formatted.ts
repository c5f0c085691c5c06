// Files in the project's own format, after something has gone from them.
import { readFileSync, writeFileSync } from "node:fs";
import { format, getFileInfo, resolveConfig } from "prettier";

/** `text` as prettier writes the file at `path`; as it is, where prettier does not know the kind of file. */
export async function formatted(text: string, path: string): Promise<string> {
  const { inferredParser } = await getFileInfo(path);
  if (inferredParser === null) return text.replaceAll(/\n{3,}/g, "\n\n");
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

/** Formats the file at `path`. */
export async function formatFile(path: string): Promise<void> {
  writeFileSync(path, await formatted(readFileSync(path, "utf8"), path));
}
