// Finds uses of a name in formatted code.

/** A line of a comment. */
export const COMMENT = /^\s*(?:\/\/|\/\*\*|\*)/;

/** Matches uses of `name`, but not members, texts or other names that contain it. */
export function usesOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$"/-])(?<!(?<!\\.\\.)\\.)${name.replaceAll("$", "\\$")}(?![\\w$"-])`);
}
