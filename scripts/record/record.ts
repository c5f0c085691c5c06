// `npm run record -- '/city?name=Lisbon'`: asks the real upstreams once and writes what came, to be replayed offline.
import { parseArgs } from "node:util";
import { readArguments, runCommand } from "../run-command.ts";
import type { EndpointRequest } from "./ask-endpoint.ts";
import { learnOwnSecrets } from "./learn-own-secrets.ts";
import { parsed } from "./parsed.ts";
import { realVariables } from "./real-variables.ts";
import { Redactor } from "./redactor.ts";
import { writeRecording } from "./recordings-folder.ts";
import { startRecorder } from "./start-recorder.ts";
import { summaryOf } from "./summary-of.ts";
import { takeRecording } from "./take-recording.ts";

const USAGE = `usage: npm run record -- [--json BODY] [--redact NAME]… PATH…
  npm run record -- '/city?name=Lisbon'
  npm run record -- --json '{"ids":[1]}' /orders
  --json    sends a POST with this body
  --redact  treats fields, parameters and headers of this name as secret, besides those that look so`;

/** Asks every endpoint and writes a file for each. Resolves to 1 if something could not be recorded. */
async function record(): Promise<number> {
  const { requests, redact } = readArguments(parse, USAGE);
  const { origins, secrets } = realVariables();
  const redactor = new Redactor(redact);
  learnOwnSecrets(secrets, redactor);
  const recorder = await startRecorder(origins);
  try {
    let exitCode = 0;
    for (const request of requests) {
      const { answer, exchanges } = await recorder.ask(request);
      const take = takeRecording(request, answer, exchanges, redactor);
      const file = take.recording.calls.length > 0 ? writeRecording(take.recording) : undefined;
      console.log(summaryOf({ ...take, answer, file, redacted: [...redactor.notes] }));
      if (file === undefined || take.left.some(({ failure }) => failure !== "left")) exitCode = 1;
    }
    return exitCode;
  } finally {
    await recorder.stop();
  }
}

function parse(): { requests: EndpointRequest[]; redact: string[] } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "string" }, redact: { type: "string", multiple: true, default: [] } },
  });
  const { json: body, redact } = values;
  const odd = positionals.find((path) => !path.startsWith("/"));
  if (odd !== undefined) throw new Error(`${JSON.stringify(odd)} is not a path: it must begin with /`);
  if (positionals.length === 0) throw new Error("no path is given");
  if (body !== undefined && parsed(body) === undefined) throw new Error("--json is not valid JSON");
  const sent = body === undefined ? { method: "GET" } : { method: "POST", contentType: "application/json", body };
  return { requests: positionals.map((target) => ({ ...sent, target })), redact };
}

await runCommand(record);
