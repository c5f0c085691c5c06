// Edits of files that people write. Each either finds its place, or says what to add by hand.

/** A file with its new text; or, if the place was not found, the lines to add by hand. */
export type Edit =
  | { readonly file: string; readonly text: string; readonly what: string }
  | { readonly file: string; readonly byHand: string };

/** Puts the import and the mounting of a route into `src/app.ts`. */
export function mountRoute(text: string, code: string, fileName: string): Edit {
  const file = "src/app.ts";
  const imported = `import { ${code} } from "./routes/${fileName}.ts";`;
  const mounted = `.route("/", ${code})`;
  const withImport = insertAfterLast(text, /^import .* from ".*";$/gm, `\n${imported}`);
  const withBoth = withImport && insertAfterLast(withImport, /^ +\.route\("\/", \w+\)$/gm, `\n    ${mounted}`);
  return withBoth === undefined ? { file, byHand: `${imported}\n${mounted}` } : { file, text: withBoth, what: mounted };
}

/** Puts the stand-ins of `entries` into `scripts/upstreams/stand-ins.ts`. */
export function serveStandIns(
  text: string,
  entries: readonly { readonly path: string; readonly code: string; readonly fileName: string }[],
): Edit {
  const file = "scripts/upstreams/stand-ins.ts";
  const imports = entries.map(({ code, fileName }) => `import { ${code} } from "./${fileName}.ts";`).join("\n");
  const lines = entries.map(({ path, code }) => `[${JSON.stringify(path)}, ${code}],`).join("\n");
  const withImports = insertBefore(text, /^import /m, `${imports}\n`);
  const withBoth = withImports && insertAfterLast(withImports, /new Map<string, StandIn>\(\[/g, `\n${lines}`);
  return withBoth === undefined ? { file, byHand: `${imports}\n${lines}` } : { file, text: withBoth, what: lines };
}

/** Puts variables into `[vars]` of `wrangler.toml`, and into `[env.….vars]`, which inherits nothing; comments stay. */
export function setVariables(text: string, variables: readonly (readonly [string, string])[]): Edit {
  const file = "wrangler.toml";
  const lines = variables.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join("\n");
  const tables = text.split(/^(?=\[)/m);
  const isVars = (table: string): boolean => /^\[(env\.[\w-]+\.)?vars\][ \t]*(#.*)?$/m.test(table.split("\n")[0] ?? "");
  if (!tables.some((table) => table.startsWith("[vars]"))) return { file, byHand: `under [vars]:\n${lines}` };
  const edited = tables.map((table) => {
    if (!isVars(table)) return table;
    return insertAfterLast(table, /^\w+_ORIGIN *=.*$/gm, `\n${lines}`) ?? table.replace(/$/m, () => `\n${lines}`);
  });
  return { file, text: edited.join(""), what: lines };
}

function insertAfterLast(text: string, anchor: RegExp, added: string): string | undefined {
  const last = [...text.matchAll(anchor)].at(-1);
  if (last === undefined) return undefined;
  const at = last.index + last[0].length;
  return text.slice(0, at) + added + text.slice(at);
}

function insertBefore(text: string, anchor: RegExp, added: string): string | undefined {
  const at = text.search(anchor);
  return at < 0 ? undefined : text.slice(0, at) + added + text.slice(at);
}
