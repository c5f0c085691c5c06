// The output schema of a schema. A pipe reads one shape and returns another, and answers consist of outputs.
import * as z from "zod";

/**
 * Returns the output schema of `schema`: the end of a pipe, otherwise the schema itself. A bare `transform` ends in a
 * `z.ZodTransform`.
 */
export function outputOf<S extends z.ZodType>(schema: S): z.ZodType<z.output<S>> {
  return endOf(schema) as z.ZodType<z.output<S>>;
}

function endOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable) return endOf(schema.unwrap() as z.ZodType).nullable();
  if (schema instanceof z.ZodOptional) return endOf(schema.unwrap() as z.ZodType).optional();
  return schema instanceof z.ZodPipe ? endOf(schema.out as z.ZodType) : schema;
}
