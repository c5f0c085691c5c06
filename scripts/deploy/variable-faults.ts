// Variables that a deployed Worker must not have, or cannot do without.
import type { Fault } from "./fault.ts";

/** Variables that only local development sets. */
const LOCAL_ONLY: readonly string[] = ["OPEN_ACCESS", "LOCAL_UPSTREAMS"];

/** Holds `vars` to what a deployed Worker needs. `secrets` are the names that must not be plain variables. */
export function variableFaults(vars: ReadonlyMap<string, string>, secrets: readonly string[]): readonly Fault[] {
  if (vars.size === 0)
    return [
      { what: "there are no variables", fix: "add [vars], with ALLOWED_ORIGINS and the origins of your upstreams" },
    ];
  return [...localOnly(vars), ...exposed(vars, secrets), ...allowsNothing(vars), ...notHttps(vars)];
}

function localOnly(vars: ReadonlyMap<string, string>): Fault[] {
  return LOCAL_ONLY.filter((name) => (vars.get(name) ?? "false") !== "false").map((name) => ({
    what: `${name} is set, which is for this machine alone`,
    fix: `remove ${name}; npm run dev sets it where it is needed`,
  }));
}

function exposed(vars: ReadonlyMap<string, string>, secrets: readonly string[]): Fault[] {
  return secrets
    .filter((name) => vars.has(name))
    .map((name) => ({
      what: `${name} is a variable, which git and the dashboard show to every reader`,
      fix: `remove it from the variables, and run npx wrangler secret put ${name}`,
    }));
}

function allowsNothing(vars: ReadonlyMap<string, string>): Fault[] {
  // One that is missing is named by the Worker itself, at /healthz.
  if (vars.get("ALLOWED_ORIGINS")?.trim() !== "") return [];
  return [
    {
      what: "ALLOWED_ORIGINS is empty, so that every URL is refused by /gather, /probe and /jobs",
      fix: 'name the origins that callers may reach: ALLOWED_ORIGINS = "https://api.example.com"',
    },
  ];
}

function notHttps(vars: ReadonlyMap<string, string>): Fault[] {
  return [...vars]
    .filter(([name]) => name === "ALLOWED_ORIGINS" || name.endsWith("_ORIGIN"))
    .flatMap(([name, value]) => value.split(/\s+/).map((origin) => ({ name, origin })))
    .filter(({ origin }) => /^http:/i.test(origin))
    .map(({ name, origin }) => ({
      what: `${name} has ${origin}, which is not encrypted`,
      fix: `use ${origin.replace(/^http:/i, "https:")}`,
    }));
}
