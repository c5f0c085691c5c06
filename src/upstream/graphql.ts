// A GraphQL query as the request and the answer of a declared upstream.
import * as z from "zod";
import type { RequestParts } from "./request-parts.ts";

/** One operation: its text, its variables and its data. */
export interface GraphqlOperation<Input, Data extends z.ZodType> {
  /** The path of the endpoint. @default "/graphql" */
  readonly path?: `/${string}`;
  readonly query: string;
  readonly variables: (input: Input) => Readonly<Record<string, unknown>>;
  /** The shape of `data` in the reply. A `transform` needs a `.pipe(…)` with its output. */
  readonly data: Data;
  /** Headers of the request, such as a key. */
  readonly headers?: (env: Env) => Readonly<Record<string, string>>;
}

/** Characters of an upstream's own message that go into ours. */
const MAX_MESSAGE = 200;

/**
 * Makes `request` and `answer` of a declaration. GraphQL reports its errors in a reply with status 200. Such a reply is
 * `invalid`, also if it has data beside its errors.
 *
 * ```ts
 * const details = declareUpstream({
 *   name: "details", origin: "DETAILS_ORIGIN", policy: { idempotent: true },
 *   ...graphql({
 *     query: "query ($id: ID!) { product(id: $id) { name } }",
 *     variables: (id: string) => ({ id }),
 *     data: z.object({ product: Product }),
 *   }),
 * });
 * ```
 *
 * Caveat: it is a POST, so it is retried and hedged only if its policy says `idempotent`. Say so for queries, not for
 * mutations.
 */
export function graphql<Input, Data extends z.ZodType>({
  path = "/graphql",
  query,
  variables,
  data,
  headers,
}: GraphqlOperation<Input, Data>) {
  return {
    request: (input: Input, env: Env): RequestParts => ({
      path,
      json: { query, variables: variables(input) },
      ...(headers && { headers: headers(env) }),
    }),
    answer: Reply.transform(function dataOf({ errors: [error], data: found }, context) {
      if (error === undefined) return found;
      context.addIssue({ code: "custom", path: ["errors", 0], message: error.message.slice(0, MAX_MESSAGE) });
      return z.NEVER;
    }).pipe(data),
  };
}

/** https://spec.graphql.org/October2021/#sec-Response-Format */
const Reply = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string() }))
    .nullish()
    .transform((errors) => errors ?? []),
});
