// A feature as data: the files it owns, and its edits to shared files.

/** A change to one file, made when the feature goes. */
export type Edit =
  /** Takes out the block that begins on the line with the text `drop`; with `up`, a block around it. */
  | { readonly drop: string; readonly up?: number }
  /** Replaces the text `replace` by the text `by`. */
  | { readonly replace: string; readonly by: string };

/** A part of the starter that a project can do without. */
export interface Feature {
  /** The name for `--keep`. */
  readonly name: string;
  /** A few words for the list of features. */
  readonly about: string;
  /** Features that this one uses. */
  readonly needs?: readonly string[];
  /** Files and folders to delete, or globs. Imports of them go too, with the lines that use these imports. */
  readonly owns: readonly string[];
  /** Edits to other files, by path. */
  readonly edits?: Readonly<Record<string, readonly Edit[]>>;
  /** Matches no line of the configuration, the documents or the OpenAPI document once the feature has gone. */
  readonly traces: RegExp;
  /** Routes, which lists such as "/gather and /probe" name in text. */
  readonly routes?: readonly string[];
  /** Scripts in package.json. */
  readonly npmScripts?: readonly string[];
  /** Packages, among the dependencies or the overrides of package.json. */
  readonly packages?: readonly string[];
}

/**
 * Takes out the block that begins on the line with `text`, and the comment above it. A block is a statement, a test, a
 * member of a list, a section of a document, or its fenced code. With `up: 1` it is the block around that one.
 */
export function drop(text: string, { up = 0 }: { readonly up?: number } = {}): Edit {
  return { drop: text, up };
}

/**
 * Replaces the text `from` by `to`.
 *
 * @default to ""
 */
export function replace(from: string, to = ""): Edit {
  return { replace: from, by: to };
}
