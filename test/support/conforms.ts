// Holds every answer of the built Worker to its own OpenAPI document.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as z from "zod";
import { ndjsonTypes } from "../../src/streams/ndjson.ts";

const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) }))),
});

const Answer = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })),
});

/** What ajv knows the document by, for the references in it. */
const DOCUMENT = "openapi.json";

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);

const validators = new Map<string, ValidateFunction>();
let document: Promise<z.output<typeof Document>> | undefined;

/** What the paths of a template look like: `/briefing/{topic}`. */
function templateOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{[^}]*\}/g, "[^/]+")}$`);
}

/**
 * Checks that the document of the Worker at `origin` tells of `response`: its path, method, status, type and body. Answers to paths and
 * methods that the document does not know must be 404 and 405 problems.
 *
 * @throws `Error` that says what does not conform.
 */
export async function conforms(origin: string, method: string, path: string, response: Response): Promise<void> {
  document ??= fetch(`${origin}/openapi.json`).then(async (answer) => {
    const read = Document.parse(await answer.json());
    ajv.addSchema(read, DOCUMENT);
    return read;
  });
  const { pathname } = new URL(path, origin);
  const type = response.headers.get("Content-Type")?.split(";")[0] ?? "";
  const what = `${method} ${pathname} ${response.status} ${type}`;
  const { paths } = await document;
  const template = Object.keys(paths).find((known) => templateOf(known).test(pathname)) ?? pathname;
  const operation = paths[template]?.[method.toLowerCase()];
  if (operation === undefined) {
    if (![404, 405].includes(response.status))
      throw new Error(`${what} is of an operation that the document does not know`);
    return;
  }
  // An answer without a body has a description alone.
  if (response.status === 204 && "204" in operation.responses) return;
  const told = Answer.safeParse(operation.responses[response.status]).data?.content[type];
  if (told === undefined) throw new Error(`the document does not know ${what}`);

  // A stream is read by the test that asked for it, perhaps not to its end; its lines are parsed there by the schema the document is made of.
  if (!type.endsWith("json") || ndjsonTypes.some((lines) => lines === type)) return void response.body?.cancel();

  const steps = ["paths", template, method.toLowerCase(), "responses", response.status, "content", type, "schema"];
  const pointer = steps.map((step) => `/${String(step).replaceAll("/", "~1")}`).join("");
  const validate = validators.get(what) ?? ajv.compile({ $ref: `${DOCUMENT}#${pointer}` });
  validators.set(what, validate);
  if (!validate(await response.json())) throw new Error(`${what} does not conform: ${ajv.errorsText(validate.errors)}`);
}
