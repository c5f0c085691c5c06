// Reads the merged endpoints and their prices from the Worker's OpenAPI document.
import * as z from "zod";

/** The price of a route, as `src/answers/price.ts` makes it. */
const Price = z.looseObject({
  basis: z.enum(["exact", "incomplete"]),
  unpriced: z.array(z.string()).optional(),
  calls: z.record(z.string(), z.number()),
  subrequests: z.object({ healthy: z.number(), worst: z.number(), redirected: z.number() }),
  waves: z.number(),
  milliseconds: z.object({ together: z.number(), inTurn: z.number(), deadline: z.number().optional() }),
});

export type Price = z.output<typeof Price>;

const Operation = z.looseObject({ "x-price": Price.optional() });

const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

/** A merged endpoint. */
export interface MergedEndpoint {
  readonly method: string;
  /** The path as hono writes it: `/briefing/:topic`. */
  readonly path: string;
  readonly price: Price;
}

/** The merged endpoints of the Worker at `worker`. */
export async function merged(worker: string): Promise<MergedEndpoint[]> {
  const response = await fetch(`${worker}/openapi.json`);
  return response.ok ? mergedIn(await response.json()) : [];
}

/** The merged endpoints of an OpenAPI document. */
export function mergedIn(document: unknown): MergedEndpoint[] {
  return Object.entries(Document.parse(document).paths).flatMap(([template, operations]) =>
    Object.entries(operations).flatMap(([method, { "x-price": price }]) => {
      if (price === undefined) return [];
      return [{ method: method.toUpperCase(), path: template.replaceAll(/\{(\w+)\}/g, ":$1"), price }];
    }),
  );
}

/** The endpoint that answers `method` at `path`, which may have a query. */
export function endpointFor(all: readonly MergedEndpoint[], method: string, path: string): MergedEndpoint | undefined {
  const steps = pathOf(path).split("/");
  return all.find((endpoint) => {
    const template = endpoint.path.split("/");
    const fits =
      template.length === steps.length && template.every((step, at) => step.startsWith(":") || step === steps[at]);
    return fits && endpoint.method === method;
  });
}

function pathOf(path: string): string {
  return path.split("?", 1)[0] ?? path;
}
