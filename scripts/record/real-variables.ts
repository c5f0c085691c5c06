// Reads the variables that `wrangler dev` would use: origins of real upstreams, and secrets.
import { unstable_getVarsForDev } from "wrangler";
import { readConfig } from "../read-config.ts";
import { CommandError } from "../run-command.ts";
import { isSecretName } from "./secret-names.ts";

/** The Worker's variables, as far as recording needs them. */
export interface RealVariables {
  /** The real origin of each upstream, by its variable. */
  readonly origins: ReadonlyMap<string, string>;
  /** The values of secrets, by name. */
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * Reads `wrangler.toml` and `.dev.vars` (or `.env`). An environment variable with an origin's name goes before both.
 *
 * @throws `CommandError` for an origin that is not one.
 */
export function realVariables(env: NodeJS.ProcessEnv = process.env): RealVariables {
  const { vars, secrets: required } = readConfig();
  const bindings = unstable_getVarsForDev("wrangler.toml", undefined, vars, undefined, true, required);
  const origins = new Map<string, string>();
  const secrets = new Map<string, string>();
  for (const [name, { type, value }] of Object.entries(bindings)) {
    if (name.endsWith("_ORIGIN")) origins.set(name, originOf(name, env[name] ?? String(value)));
    else if (type === "secret_text" || isSecretName(name, { bareKey: true, extra: new Set() }))
      secrets.set(name, String(value));
  }
  return { origins, secrets };
}

function originOf(name: string, text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin;
  throw new CommandError(`${name} is ${JSON.stringify(text)}: expected an origin such as https://api.example.com`);
}
