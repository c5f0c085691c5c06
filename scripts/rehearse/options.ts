// The arguments of `npm run rehearse`.
import { parseArgs } from "node:util";
import { faultNames } from "./faults.ts";
import { deliveries, type Delivery } from "./reading.ts";
import { RehearsalError } from "./rehearsal-error.ts";
import type { RehearseOptions } from "./rehearsal.ts";

const USAGE = `usage: npm run rehearse -- <path> [options]
  npm run rehearse -- '/city?name=Lisbon'

  --deadline <ms>          what the endpoint may take, where its route sets no deadline (1000)
  --delivery <name>        json, lines or events; may be given several times (all)
  --fault <name>           may be given several times (all)
  --no-pairs               upstreams fail one at a time only
  --method <method>        (GET, or POST with --data)
  --data <text>            the body, sent as JSON
  --header <name: value>   may be given several times
  --var <NAME=value>       a variable or secret of the Worker; may be given several times
  --entry <file>           the Worker's entry (src/index.ts)
  --html <file>            writes a page as well: a grid of upstreams and faults
  --json                   prints one JSON document instead of the table`;

/** The command, read from its arguments. */
export interface Command extends Omit<RehearseOptions, "bundle" | "watch"> {
  readonly entry: string;
  readonly json: boolean;
  /** The file to write the page to. */
  readonly html: string | undefined;
}

/** Reads the arguments. @throws `RehearsalError` with the usage for arguments that make no sense. */
export function readOptions(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  const [path, ...more] = positionals;
  if (path === undefined) throw new RehearsalError(`which endpoint?\n\n${USAGE}`);
  if (more.length > 0) throw new RehearsalError(`one endpoint at a time: ${path}, not ${more.join(" ")} as well`);
  if (!path.startsWith("/"))
    throw new RehearsalError(`${path} is not a path of the Worker: it must begin with a slash`);
  const { data, method = data === undefined ? "GET" : "POST" } = values;
  return {
    request: {
      method: method.toUpperCase(),
      path,
      headers: { ...(data !== undefined && { "Content-Type": "application/json" }), ...headersIn(values.header) },
      body: data,
    },
    deadlineMs: numberIn(values.deadline),
    deliveries: values.delivery?.map(deliveryIn),
    only: values.fault?.map(faultIn),
    pairs: values["no-pairs"] !== true,
    variables: pairsIn(values.var ?? [], "=", "--var NAME=value"),
    entry: values.entry ?? "src/index.ts",
    json: values.json === true,
    html: values.html,
  };
}

function parsed(args: readonly string[]) {
  const several = { type: "string", multiple: true } as const;
  const one = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        deadline: one,
        delivery: several,
        fault: several,
        "no-pairs": flag,
        method: one,
        data: one,
        header: several,
        var: several,
        entry: one,
        html: one,
        json: flag,
      },
    });
  } catch (error) {
    throw new RehearsalError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Number(text);
  if (Number.isInteger(ms) && ms >= 100 && ms <= 30_000) return ms;
  throw new RehearsalError(`--deadline must be a whole number from 100 to 30000, not ${text}`);
}

function deliveryIn(name: string): Delivery {
  if (Object.hasOwn(deliveries, name)) return name as Delivery;
  throw new RehearsalError(`--delivery must be one of ${Object.keys(deliveries).join(", ")}, not ${name}`);
}

function faultIn(name: string): string {
  if (faultNames.includes(name)) return name;
  throw new RehearsalError(`unknown fault ${name}; faults: ${faultNames.join(", ")}`);
}

function headersIn(lines: readonly string[] = []): Record<string, string> {
  return pairsIn(lines, ":", '--header "Name: value"');
}

function pairsIn(texts: readonly string[], separator: string, form: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf(separator);
      if (at < 1) throw new RehearsalError(`${JSON.stringify(text)} must have the form ${form}`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}
