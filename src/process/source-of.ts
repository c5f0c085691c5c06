// Turns a function into the source of a module, even after a bundler has changed it.

/**
 * Returns a module whose default export is `run`.
 *
 * A bundler that keeps names, such as wrangler's, wraps each inner function in a call of its own helper. The module
 * lacks that helper, and a minifier may rename it. So a sample function reveals the name of the helper.
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
