// Prints what `npm run new` wrote, what is left to do by hand, and what comes next.
import type { Edit } from "./edit.ts";
import { BODY_FIELD, type NewEndpoint } from "./plan.ts";

/** A few paragraphs for a person. */
export function newReport({ route, method }: NewEndpoint, files: readonly string[], edits: readonly Edit[]): string {
  const written = files.map((file) => `wrote   ${file}`);
  const edited = edits.flatMap((edit) => ("text" in edit ? [`edited  ${edit.file}: ${oneLine(edit.what)}`] : []));
  const byHand = edits.flatMap((edit) =>
    "byHand" in edit ? [`\nadd to ${edit.file}, whose form is not known here:\n${indented(edit.byHand)}`] : [],
  );
  const url = `http://localhost:8787${route.example}`;
  const ask = method === "post" ? `curl ${url} --json '{"${BODY_FIELD}":"hello"}'` : `curl ${url}`;
  const next = byHand.length > 0 ? ["\nthen: npm run prepare, and"] : ["\nnext:"];
  return [
    ...written,
    ...edited,
    ...byHand,
    ...next,
    `  npx vitest run --project workerd test/routes/${route.name}.test.ts`,
    `  npm run dev, and then ${ask}`,
    `  edit what the upstream is asked and what it answers in src/routes/${route.name}.ts, its origin in wrangler.toml`,
  ].join("\n");
}

function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
