// The text of a new upstream's stand-in.
import type { NewUpstream } from "./plan.ts";

/** What a new stand-in answers; a new test expects it. */
export const STAND_IN_ANSWER = { items: ["first", "second"] };

/** The text of `scripts/upstreams/….ts`. */
export function standInFile({ name, variable, path }: NewUpstream, code: string): string {
  return `// \`${path}\`: stands in for the API at ${variable}.
import type { StandIn } from "./stand-in.ts";

/** Answers the same each time. */
export const ${code}: StandIn = {
  variable: ${JSON.stringify(variable)},
  key: ${JSON.stringify(name)},
  reply: () => ({ status: 200, contentType: "application/json", value: ${JSON.stringify(STAND_IN_ANSWER)} }),
};
`;
}
