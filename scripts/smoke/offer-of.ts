// The routes of the Worker and an upstream that it may call, from its own OpenAPI document.
import * as z from "zod";
import { ask, jsonOf } from "./ask.ts";
import type { Target } from "./check.ts";

/** A document of the Worker. */
interface Offer {
  /** Each route as `GET /hello`. */
  readonly routes: ReadonlySet<string>;
  /** The first URL in the example of `POST /gather`. */
  readonly upstream: string | undefined;
}

const Document = z.object({
  openapi: z.string().startsWith("3.1"),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const Example = z.object({ requests: z.record(z.string(), z.looseObject({ url: z.string() })) });
const Gather = z.object({
  requestBody: z.object({ content: z.object({ "application/json": z.object({ example: Example }) }) }),
});

/** Reads `/openapi.json`. */
export async function offerOf(target: Target): Promise<Offer> {
  const { paths } = await jsonOf(await ask(target, "/openapi.json"), Document);
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const { data: gather } = Gather.safeParse(paths["/gather"]?.["post"]);
  const [first] = Object.values(gather?.requestBody.content["application/json"].example.requests ?? {});
  return { routes: new Set(routes), upstream: first?.url };
}
