// The bindings of a configuration, whichever tables of wrangler.toml they are in.
import * as z from "zod";
import type { WorkerConfig } from "./worker-config.ts";

/** A variable or binding: what the Worker's `env` has under `name`. */
export interface Binding {
  readonly name: string;
  /** The table that declares it, without its brackets: `vars`, `durable_objects.bindings`. */
  readonly table: string;
  /** True for a list, `[[…]]`. */
  readonly listed: boolean;
}

const Named = z.union([
  z.looseObject({ binding: z.string() }).transform(({ binding }) => binding),
  z.looseObject({ name: z.string() }).transform(({ name }) => name),
]);

/** Returns the variables and bindings of `config`. Kinds of bindings that wrangler adds later are found as well. */
export function bindingsOf({ vars, ...tables }: WorkerConfig): readonly Binding[] {
  const variables = Object.keys(vars).map((name): Binding => ({ name, table: "vars", listed: false }));
  return [...variables, ...Object.entries(tables).flatMap(([table, value]) => bindingsIn(table, value))];
}

function bindingsIn(table: string, value: unknown): Binding[] {
  if (Array.isArray(value))
    return value.flatMap((item): Binding[] => {
      const { data: name } = Named.safeParse(item);
      return name === undefined ? [] : [{ name, table, listed: true }];
    });
  if (typeof value !== "object" || value === null) return [];
  if ("binding" in value && typeof value.binding === "string") return [{ name: value.binding, table, listed: false }];
  return Object.entries(value).flatMap(([key, inner]) => bindingsIn(`${table}.${key}`, inner));
}
