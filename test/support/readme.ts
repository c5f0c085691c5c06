// The README as the tests that execute it read it.
import { readFileSync } from "node:fs";

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** The file that the sentence before it says it is. */
  readonly file: string | undefined;
}

/** The README: its text, and its blocks in order. */
export function readReadme(): { readonly text: string; readonly blocks: readonly Block[] } {
  const text = readFileSync("README.md", "utf8");
  const blocks = [...text.matchAll(/(?:`([\w./-]+)`[^\n`]*:\n\n)?```(\w+)\n([\s\S]*?)```/g)].map(
    ([, file, language = "", code = ""]) => ({ language, code, file }),
  );
  return { text, blocks };
}
