// A function's source as a module of its own, also once a bundler has been over it.

/**
 * A module whose default export is `run`.
 *
 * Bundlers that keep names, wrangler among them, wrap each function inside of another in a call of a helper of theirs, which stays behind and is
 * called as the minifier likes. A sample tells what it is called.
 */
export function sourceOf(run: (...args: never) => unknown): string {
  const sample = (): (() => number) => {
    const named = (): number => 0;
    return named;
  };
  const helper = /([\w$]+)\(\s*\(\)\s*=>\s*0\b/.exec(String(sample))?.[1];
  const keepsNames = helper === undefined ? "" : `const ${helper} = (named) => named;\n`;
  return `${keepsNames}export default ${String(run)};`;
}
