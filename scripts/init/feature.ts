// A feature as data: what it owns, and what it has in files that others own.

/** A change to one file, made when the feature goes. */
export type Edit =
  /** The block that begins on the line where `drop` occurs, with the comment above it; `up` blocks further out, if it says so. */
  | { readonly drop: string; readonly up?: number }
  /** The text `replace`, for the text `by`. */
  | { readonly replace: string; readonly by: string };

/** A part of the starter that a project can do without. */
export interface Feature {
  /** What `--keep` calls it. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** Features that it cannot do without. */
  readonly needs?: readonly string[];
  /** Files and folders that go with it. Imports of them, and the lines that use these imports, go by themselves. */
  readonly owns: readonly string[];
  /** What else goes, by file. */
  readonly edits?: Readonly<Record<string, readonly Edit[]>>;
  /** What configuration, documents and the OpenAPI document have of it, and may not have without it. */
  readonly traces: RegExp;
  /** Scripts in package.json. */
  readonly npmScripts?: readonly string[];
  /** Packages, among the dependencies or the overrides of package.json. */
  readonly packages?: readonly string[];
}

/**
 * Drops the block that begins on the line where `text` occurs: a statement, a test, a member of a list, a section of a document. With `up`, drops
 * the block that many levels further out.
 */
export function drop(text: string, { up = 0 }: { readonly up?: number } = {}): Edit {
  return { drop: text, up };
}

/** Replaces the text `from` by `to`; by nothing if `to` is left out. */
export function replace(from: string, to = ""): Edit {
  return { replace: from, by: to };
}
