// The text of a new endpoint's file: its upstreams, declared, and the route that merges them.
import { BODY_FIELD, inputsOf, type NewEndpoint, type NewUpstream } from "./plan.ts";

/** The text of `src/routes/….ts`. It reads as the README's example does. */
export function endpointFile(endpoint: NewEndpoint): string {
  const { route, code, method, upstreams } = endpoint;
  const inputs = inputsOf(endpoint);
  const { parameters } = route;
  const imported = [
    "answers",
    "type AppEnv",
    "declareUpstream",
    ...(method === "post" ? ["jsonBody"] : []),
    "merge",
    ...(upstreams.length > 1 ? ["optional"] : []),
    ...(parameters.length > 0 ? ["param"] : []),
    "rateLimit",
  ];
  const validators = [
    ...(parameters.length > 0 ? [`param(${objectOf(parameters, "z.string().max(50)")})`] : []),
    ...(method === "post" ? [`jsonBody(${objectOf([BODY_FIELD], "z.string().max(1_000)")})`] : []),
  ];
  const answers = upstreams.map(({ code: part }, index) => `${part}: ${part}.answer${index > 0 ? ".nullable()" : ""}`);
  const parts = upstreams.map(({ code: part }, index) => {
    const run = `(call) => ${part}(${["call", ...argument(parameters, method)].join(", ")})`;
    return `${part}: ${index > 0 ? `optional(${run})` : run}`;
  });
  return `// ${method.toUpperCase()} ${route.path}: say here what it is for.
import { Hono } from "hono";
import * as z from "zod";
import { ${imported.join(", ")} } from "../endpoint.ts";

${upstreams.map((upstream) => declaration(upstream, inputs)).join("\n")}
/** \`${method.toUpperCase()} ${route.path}\`. */
export const ${code} = new Hono<AppEnv>().${method}(
  ${JSON.stringify(route.path)},
  rateLimit,
  ${validators.map((validator) => `${validator},\n`).join("")}answers({ ${answers.join(", ")} }),
  (c) => merge(c, { ${parts.join(", ")} }),
);
`;
}

function declaration({ name, code, variable, path }: NewUpstream, inputs: readonly string[]): string {
  const [only] = inputs;
  const types = inputs.map((input) => `readonly ${input}: string`).join("; ");
  const takes = inputs.length > 1 ? `input: { ${types} }` : only === undefined ? "" : `${only}: string`;
  const query = inputs.length > 1 ? ", query: { ...input }" : only === undefined ? "" : `, query: { ${only} }`;
  return `const ${code} = declareUpstream({
  name: ${JSON.stringify(name)},
  origin: ${JSON.stringify(variable)},
  policy: { timeoutMs: 2_000 },
  request: (${takes}) => ({ path: ${JSON.stringify(path)}${query} }),
  answer: z.object({ items: z.array(z.string()) }),
});
`;
}

function objectOf(names: readonly string[], schema: string): string {
  return `z.strictObject({ ${names.map((name) => `${name}: ${schema}`).join(", ")} })`;
}

/** The valid input as one argument, or none. */
function argument(parameters: readonly string[], method: NewEndpoint["method"]): string[] {
  const isPost = method === "post";
  if (parameters.length === 0) return isPost ? [`c.req.valid("json").${BODY_FIELD}`] : [];
  if (isPost) return [`{ ...c.req.valid("param"), ...c.req.valid("json") }`];
  return [parameters.length === 1 ? `c.req.valid("param").${parameters[0]}` : `c.req.valid("param")`];
}
