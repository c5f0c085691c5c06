// Reads the arguments of `npm run init`.
import { parseArgs } from "node:util";
import { Refusal } from "../update/refusal.ts";
import { bareWithout, features, withDependents } from "./features.ts";

/** The project to make. */
export interface InitOptions {
  readonly name: string;
  /** The features to take out. */
  readonly removed: readonly string[];
  /** The copyright holder. */
  readonly holder: string;
  /** The URL or path of the starter. */
  readonly from: string | undefined;
  /** Whether to run types and tests at the end. */
  readonly check: boolean;
}

/** The help text. */
export const usage = [
  "npm run init -- my-api [options]",
  "",
  "  --bare          without examples, page and bench",
  "  --keep a,b      keep these, and take out the others; with --bare, keep these of the three",
  "  --without a,b   take out these",
  '  --holder "Jo"   who holds the copyright; by default the authors of the project',
  "  --from <url>    where the starter is, for npm run update; by default the remote called origin",
  "  --no-check      do not run types and tests at the end",
  "",
  "What can be taken out:",
  "",
  ...features.map(
    ({ name, about, needs = [] }) => `  ${name.padEnd(14)}  ${about}${needs.map((need) => `; needs ${need}`).join("")}`,
  ),
].join("\n");

/** A Worker's name is a label of a domain name. */
const NAME = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Reads the arguments. @throws `Refusal` that names the wrong one. */
export function readOptions(args: readonly string[], starter: string): InitOptions {
  const { values, positionals } = parsed(args);
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new Refusal(usage);
  if (!NAME.test(name))
    throw new Refusal(
      `${JSON.stringify(name)} cannot be the name of a Worker: it takes a to z, 0 to 9 and "-", begins with a letter, and has 63 characters at most. Try: npm run init -- my-api`,
    );
  if (name === starter)
    throw new Refusal(`${starter} is the name of the starter. Choose one of your own: npm run init -- my-api`);
  const { bare = false, holder = `The ${name} authors`, from } = values;
  const keep = values.keep === undefined ? undefined : withNeeds(listed("--keep", values.keep));
  const without = withDependents(new Set(listed("--without", values.without ?? "")));
  const both = keep?.find((feature) => without.has(feature));
  if (both !== undefined) throw new Refusal(`${both} is needed by --keep and excluded by --without`);
  const dropped = bare ? bareWithout : keep === undefined ? [] : features.map((feature) => feature.name);
  const removed = withDependents(
    new Set([...dropped.filter((feature) => keep?.includes(feature) !== true), ...without]),
  );
  return { name, removed: [...removed].toSorted(), holder, from, check: values["no-check"] !== true };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        bare: { type: "boolean" },
        keep: { type: "string" },
        without: { type: "string" },
        holder: { type: "string" },
        from: { type: "string" },
        "no-check": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** Reads a list of features, separated by commas. */
function listed(option: string, list: string): readonly string[] {
  const names = list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const known = features.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Refusal(`${option}: there is no ${JSON.stringify(unknown)}; there are ${known.join(", ")}`);
  return names;
}

/** Adds the features that `names` need. */
function withNeeds(names: readonly string[]): readonly string[] {
  const needed = features.filter(({ name }) => names.includes(name)).flatMap(({ needs = [] }) => needs);
  return needed.every((need) => names.includes(need)) ? names : withNeeds([...new Set([...names, ...needed])]);
}
