// `npm run new -- /briefing/:topic`: writes an endpoint, its upstreams, their stand-ins and a test, all wired up.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { readConfig } from "../read-config.ts";
import { CommandError, readArguments, runCommand } from "../run-command.ts";
import { type Edit, mountRoute, serveStandIns, setVariables } from "./edit.ts";
import { endpointFile } from "./endpoint-file.ts";
import { identifier, importedNames } from "./identifier.ts";
import { newReport } from "./new-report.ts";
import type { NewEndpoint } from "./plan.ts";
import { planEndpoint } from "./plan-endpoint.ts";
import { standInFile } from "./stand-in-file.ts";
import { testFile } from "./test-file.ts";
import { writeAll } from "./write-all.ts";

const USAGE = `usage: npm run new -- [--upstream NAME]… [--origin https://HOST] [--post] PATH
  npm run new -- /briefing/:topic
  npm run new -- /briefing/:topic --upstream news --upstream weather --origin https://api.news.example
  --upstream  the API to call; the first one is required in an answer, further ones are optional
  --origin    where the first one is; by default an address that does not exist
  --post      the endpoint takes a POST with a JSON body`;

/** Writes everything, or nothing. Resolves to 1 if something is left to be done by hand. */
async function writeEndpoint(): Promise<number> {
  const endpoint = readArguments(parse, USAGE);
  const { files, edits } = plan(endpoint);
  const edited = edits.flatMap((edit) => ("text" in edit ? [[edit.file, edit.text] as const] : []));
  const texts = await Promise.all(
    [...files, ...edited].map(async ([file, text]) => [file, await formatted(file, text)] as const),
  );
  writeAll(new Map(texts), () => checkVariables(endpoint, edits));
  console.log(newReport(endpoint, [...files.keys()], edits));
  if (edits.some((edit) => "byHand" in edit)) return 1;
  const { status } = spawnSync("npm", ["run", "--silent", "prepare"], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) console.error("npm run prepare failed: run it again, for the types of the new variables");
  return status === 0 ? 0 : 1;
}

function parse(): NewEndpoint {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      upstream: { type: "string", multiple: true, default: [] },
      origin: { type: "string" },
      post: { type: "boolean", default: false },
    },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new Error("expected one path");
  return planEndpoint({ path, upstreams: values.upstream, origin: values.origin, post: values.post });
}

function plan(endpoint: NewEndpoint): { files: Map<string, string>; edits: Edit[] } {
  const { route, code, upstreams } = endpoint;
  const served = readFileSync("scripts/upstreams/stand-ins.ts", "utf8");
  const taken = new Set([...importedNames(served), "standIns", "standInVariables"]);
  const doubles = upstreams.map((upstream) => ({
    upstream,
    path: upstream.path,
    fileName: upstream.name,
    code: identifier(upstream.name, "StandIn", taken),
  }));
  const files = new Map([
    [`src/routes/${route.name}.ts`, endpointFile(endpoint)],
    [`test/routes/${route.name}.test.ts`, testFile(endpoint)],
    ...doubles.map(
      (double) => [`scripts/upstreams/${double.fileName}.ts`, standInFile(double.upstream, double.code)] as const,
    ),
  ]);
  const edits = [
    mountRoute(readFileSync("src/app.ts", "utf8"), code, route.name),
    serveStandIns(served, doubles),
    setVariables(
      readFileSync("wrangler.toml", "utf8"),
      upstreams.map(({ variable, origin }) => [variable, origin]),
    ),
  ];
  return { files, edits };
}

async function formatted(file: string, text: string): Promise<string> {
  if (!file.endsWith(".ts")) return text;
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

/** wrangler's own parser must find the new variables. */
function checkVariables({ upstreams }: NewEndpoint, edits: readonly Edit[]): void {
  if (edits.some((edit) => edit.file === "wrangler.toml" && "byHand" in edit)) return;
  const { vars } = readConfig();
  const lost = upstreams.find(({ variable, origin }) => vars[variable] !== origin);
  if (lost !== undefined)
    throw new CommandError(
      `wrangler.toml could not be edited: add ${lost.variable} to [vars] by hand. Nothing was written`,
    );
}

await runCommand(writeEndpoint);
