// One rule for where things are served, for requests and for `/misbehave` alike.

/**
 * Finds what is served at `path`: under that very path, or under the longest beginning of it that ends in a slash. Returns it with the path
 * it is served at.
 */
export function findServed<T>(table: ReadonlyMap<string, T>, path: string): readonly [string, T] | undefined {
  for (let servedAt = path; servedAt !== ""; servedAt = shortened(servedAt)) {
    const found = table.get(servedAt);
    if (found !== undefined) return [servedAt, found];
  }
  return undefined;
}

// "/a/b" and "/a/" become "/a/" and "/", which becomes nothing.
function shortened(path: string): string {
  return path.length < 2 ? "" : path.slice(0, path.lastIndexOf("/", path.length - 2) + 1);
}
