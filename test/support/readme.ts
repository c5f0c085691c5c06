// READMEs as the tests that execute them read them.
import { globSync, readFileSync } from "node:fs";

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly code: string;
  /** The path that the sentence before the block names. */
  readonly file: string | undefined;
}

/** A README: its path, its text, and its blocks in order. */
export interface Readme {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Reads a README; by default that of the project. */
export function readReadme(path = "README.md"): Readme {
  const text = readFileSync(path, "utf8");
  const blocks = [...text.matchAll(/(?:`([\w./-]+)`[^\n`]*:\n\n)?```(\w+)\n([\s\S]*?)```/g)].map(
    ([, file, language = "", code = ""]) => ({ language, code, file }),
  );
  return { path, text, blocks };
}

/** Reads the README of each folder of `src/` and `scripts/`, and of each room within those of `src/`, that has one. */
export function roomReadmes(): readonly Readme[] {
  return globSync(["{src,scripts}/*/README.md", "src/*/*/README.md"])
    .toSorted()
    .map((path) => readReadme(path));
}
