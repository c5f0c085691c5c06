// Where a name is used in formatted code.

/** Lines that are comments, or a part of one. */
export const COMMENT = /^\s*(?:\/\/|\/\*\*|\*)/;

/** Finds the uses of `name`: not the members that are called so, nor parts of texts and of other names. */
export function usesOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$"/-])(?<!(?<!\\.\\.)\\.)${name.replaceAll("$", "\\$")}(?![\\w$"-])`);
}
