// What Postman makes of an OpenAPI document when it imports one with "parameter generation: example".
import { createRequire } from "node:module";
import { promisify } from "node:util";
import * as z from "zod";

const Pair = z.looseObject({ key: z.string(), value: z.string() });

const PostmanRequest = z.looseObject({
  name: z.string(),
  method: z.string(),
  url: z.looseObject({ path: z.array(z.string()), query: z.array(Pair), variable: z.array(Pair) }),
  header: z.array(Pair).optional(),
  body: z.looseObject({ raw: z.string().optional() }).optional(),
  auth: z.looseObject({ type: z.string() }).nullable().optional(),
});

/** One request of the collection. */
export type PostmanRequest = z.output<typeof PostmanRequest>;

type Item = { readonly item: readonly Item[] } | { readonly request: PostmanRequest };
const Item: z.ZodType<Item> = z.lazy(() =>
  z.union([z.looseObject({ item: z.array(Item) }), z.looseObject({ request: PostmanRequest })]),
);

const Converted = z.looseObject({
  result: z.literal(true),
  output: z.tuple([z.looseObject({ data: z.looseObject({ item: z.array(Item) }) })]),
});

type Convert = (input: object, options: object, done: (error: Error | null, result: unknown) => void) => void;

/** Converts `document` as the import does. @throws `Error` for a document that cannot be imported. */
export async function postmanRequests(document: string): Promise<readonly PostmanRequest[]> {
  const { convertV2 } = createRequire(import.meta.url)("openapi-to-postmanv2") as { convertV2: Convert };
  const options = { parametersResolution: "Example" };
  const { output } = Converted.parse(await promisify(convertV2)({ type: "string", data: document }, options));
  return output[0].data.item.flatMap(requestsOf);
}

function requestsOf(item: Item): readonly PostmanRequest[] {
  return "item" in item ? item.item.flatMap(requestsOf) : [item.request];
}
