// Names in code for things with names of their own.

/** Words that JavaScript keeps for itself. */
const RESERVED = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
   finally for function if implements import in instanceof interface let new null package private protected public return
   static super switch this throw true try typeof var void while with yield`.split(/\s+/),
);

/** `air-quality` becomes `airQuality`; `suffix` is added if JavaScript or `taken` has that name already. */
export function identifier(name: string, suffix: string, taken: ReadonlySet<string>): string {
  const camel = name.replaceAll(/-([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
  const legal = /^\d/.test(camel) ? `_${camel}` : camel;
  if (!RESERVED.has(legal) && !taken.has(legal)) return legal;
  const longer = `${legal}${suffix}`;
  if (!taken.has(longer)) return longer;
  throw new Error(`${name} cannot be named in code: ${legal} and ${longer} are taken`);
}

/** The names that the imports of `code` bring along. */
export function importedNames(code: string): Set<string> {
  const lists = [...code.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].map(([, list = ""]) => list);
  const names = lists.flatMap((list) => list.split(",")).map((name) => name.trim().split(/\s+/).at(-1) ?? "");
  return new Set(names.filter((name) => name !== ""));
}
