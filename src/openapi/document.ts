// Makes the OpenAPI document from the mounted routes. A new endpoint appears in it without further code.
import type * as z from "zod";
import { docsOf } from "./docs.ts";
import { joined, operationIdOf, operationOf, type RouteDocs, schemesOf } from "./operation.ts";
import { type Json, Schemas } from "./schemas.ts";

/** A handler as Hono has mounted it. */
export interface MountedHandler {
  /** `ALL` for middleware around every route. */
  readonly method: string;
  readonly path: string;
  readonly handler: object;
}

/** The members of the document that clients can rely on. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string } & Json;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Json>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Record<string, Json> };
}

/** The parts of the document that do not come from routes. */
export interface About {
  readonly info: OpenApiDocument["info"];
  /** The schema of a problem without extra members. */
  readonly problem: z.ZodType;
  /** Schemas of answers that several routes share, by their names in generated clients. */
  readonly shared: Readonly<Record<string, z.ZodType>>;
}

/** Makes the document. @throws {Error} for two routes with the same operation id. */
export function documentOf(mounted: readonly MountedHandler[], { info, problem, shared }: About): OpenApiDocument {
  const schemas = new Schemas();
  for (const [name, schema] of Object.entries(shared)) schemas.name("output", name, schema);

  const routes = routesOf(mounted).map(({ method, path, docs }) => {
    const { operationId = operationIdOf(method, path) } = docs;
    nameSchemas(docs, operationId, schemas);
    return { method, path, docs, operationId };
  });
  const ids = routes.map(({ operationId }) => operationId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`two routes have the operation id ${twice}: name one with describe(…)`);

  const used = routes.flatMap(({ docs }) => schemesOf(docs.keyed));
  const securitySchemes = Object.fromEntries(used.map(({ name, scheme }) => [name, scheme]));
  const paths: Record<string, Json> = {};
  for (const { method, path, docs, operationId } of routes) {
    const template = path.replaceAll(/:([A-Za-z_]\w*)(\{[^}]*\})?\??/g, "{$1}");
    (paths[template] ??= {})[method.toLowerCase()] = operationOf(
      docs,
      { method, template, operationId },
      schemas,
      problem,
    );
  }
  return {
    openapi: "3.1.1",
    info,
    servers: [{ url: "/" }],
    paths,
    components: { schemas: schemas.components, securitySchemes },
  };
}

/** Returns the routes with the documentation of all their handlers. */
function routesOf(mounted: readonly MountedHandler[]): { method: string; path: string; docs: RouteDocs }[] {
  const byRoute = Map.groupBy(
    mounted.filter(({ method }) => method !== "ALL"),
    ({ method, path }) => `${method} ${path}`,
  );
  return [...byRoute.values()].flatMap((handlers) => {
    const [first] = handlers;
    if (first === undefined) return [];
    const docs = handlers.map(({ handler }) => docsOf(handler)).filter((found) => found !== undefined);
    return [{ method: first.method, path: first.path, docs: joined(docs) }];
  });
}

/** Names the route's own schemas after its operation. */
function nameSchemas({ body, answer, schemas: named = {} }: RouteDocs, operationId: string, schemas: Schemas): void {
  const own = operationId.charAt(0).toUpperCase() + operationId.slice(1);
  for (const [name, schema] of Object.entries(named.input ?? {})) schemas.name("input", name, schema);
  for (const [name, schema] of Object.entries(named.output ?? {})) schemas.name("output", name, schema);
  if (body !== undefined) schemas.name("input", `${own}Request`, body.schema);
  if (answer?.json !== undefined) schemas.name("output", `${own}Answer`, answer.json);
  if (answer?.line !== undefined) schemas.name("output", `${own}Line`, answer.line);
}
