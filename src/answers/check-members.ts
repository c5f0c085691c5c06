// Checks answers in development and tests, because the compiler cannot see an extra member.
import type { Context } from "hono";
import type * as z from "zod";
import { settingsOf } from "../env.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { fieldOf } from "../upstream/field-of.ts";
import { outputOf } from "../upstream/output-of.ts";

/**
 * Checks the members of an answer against the declared schemas, if `CHECK_ANSWERS` is "true".
 *
 * @throws {TypeError} with the name of a member that is missing, wrong or not declared.
 */
export function checkMembers(
  c: Context<AppEnv>,
  shape: Readonly<Record<string, z.core.SomeType | undefined>>,
  members: object,
): void {
  if (!settingsOf(c.env).CHECK_ANSWERS) return;
  for (const [name, value] of Object.entries(members)) {
    const schema = shape[name] as z.ZodType | undefined;
    if (schema === undefined) throw new TypeError(`the answer has a member that is not declared: ${name}`);
    const { success, data, error } = outputOf(schema).safeParse(value);
    const [issue] = error?.issues ?? [];
    if (!success) throw new TypeError(`${fieldOf([name, ...(issue?.path ?? [])])} of the answer: ${issue?.message}`);
    const extra = extraOf(value, data, [name]);
    if (extra !== undefined) throw new TypeError(`the answer has a member that is not declared: ${fieldOf(extra)}`);
  }
}

/** Returns the path of a member of `value` that its schema does not know. `known` is the output of the schema. */
function extraOf(value: unknown, known: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  if (typeof value !== "object" || value === null || typeof known !== "object" || known === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    if (inner !== undefined && !Object.hasOwn(known, name)) return at;
    const extra = extraOf(inner, (known as Record<string, unknown>)[name], at);
    if (extra !== undefined) return extra;
  }
  return undefined;
}
