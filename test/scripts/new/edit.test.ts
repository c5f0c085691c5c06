// Edits of files that people write.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Edit, mountRoute, serveStandIns, setVariables } from "../../../scripts/new/edit.ts";

const NEWS = [["NEWS_ORIGIN", "https://news.example.com"]] as const;
const LINE = 'NEWS_ORIGIN = "https://news.example.com"';

function textOf(edit: Edit): string {
  if ("byHand" in edit) throw new Error(`by hand: ${edit.byHand}`);
  return edit.text;
}

/** The lines that `after` has and `before` has not. */
function added(before: string, after: string): string[] {
  const lines = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !lines.has(line));
}

test("nothing but the new lines changes in the project's own files", () => {
  const app = readFileSync("src/app.ts", "utf8");
  expect(added(app, textOf(mountRoute(app, "briefing", "briefing")))).toEqual([
    'import { briefing } from "./routes/briefing.ts";',
    '    .route("/", briefing)',
  ]);
  const standIns = readFileSync("scripts/upstreams/stand-ins.ts", "utf8");
  const entries = [{ path: "/news", code: "news", fileName: "news" }];
  expect(added(standIns, textOf(serveStandIns(standIns, entries)))).toEqual([
    'import { news } from "./news.ts";',
    '["/news", news],',
  ]);
  const config = readFileSync("wrangler.toml", "utf8");
  // Staging has variables of its own.
  expect(added(config, textOf(setVariables(config, NEWS)))).toEqual([LINE, LINE]);
});

test("a variable joins the other origins, in every environment, and comments stay", () => {
  const before = `name = "x"
[vars] # all of them
# Origins.
A_ORIGIN = "https://a.example.com" # the first
OTHER = "1"

[env.staging.vars]
OTHER = "2"

[[kv_namespaces]]
binding = "VARS"
`;
  expect(textOf(setVariables(before, NEWS))).toBe(`name = "x"
[vars] # all of them
# Origins.
A_ORIGIN = "https://a.example.com" # the first
${LINE}
OTHER = "1"

[env.staging.vars]
${LINE}
OTHER = "2"

[[kv_namespaces]]
binding = "VARS"
`);
});

test.for<[string, Edit, string]>([
  ["wrangler.toml without [vars]", setVariables('vars = { A = "1" }\n', NEWS), `under [vars]:\n${LINE}`],
  ["an app without a route", mountRoute('import { Hono } from "hono";\n', "a", "a"), '.route("/", a)'],
  ["an app without imports", mountRoute('app\n  .route("/", b)\n', "a", "a"), 'import { a } from "./routes/a.ts";'],
  [
    "stand-ins in another form",
    serveStandIns("export const standIns = make();", [{ path: "/n", code: "n", fileName: "n" }]),
    '["/n", n],',
  ],
])("%s is left alone, and it is said what to add", ([, edit, said]) => {
  expect("byHand" in edit && edit.byHand).toContain(said);
});
