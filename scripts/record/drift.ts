// `npm run drift`: asks the real upstreams again and tells a changed shape from changed values.
import { parseArgs } from "node:util";
import { CommandError, readArguments, runCommand } from "../run-command.ts";
import { type DriftLine, driftOf, exitCodeOf, NOT_COMPARED } from "./drift-of.ts";
import { driftReport } from "./drift-report.ts";
import { learnOwnSecrets } from "./learn-own-secrets.ts";
import { realVariables } from "./real-variables.ts";
import { Redactor } from "./redactor.ts";
import { readRecordings } from "./recordings-folder.ts";
import { requestOf } from "./request-of.ts";
import { startRecorder } from "./start-recorder.ts";
import { takeRecording } from "./take-recording.ts";

const USAGE = `usage: npm run drift -- [FILE…]
  Asks again for what is in recordings/, or in these files of it.
  exit code: 0 nothing changed but values, 1 a shape changed, 3 an upstream could not be compared`;

/** Compares every recording and prints a paragraph for each. */
async function drift(): Promise<number> {
  const files = readArguments(() => parseArgs({ allowPositionals: true }).positionals, USAGE);
  const stored = readRecordings().filter(({ file }) => files.length === 0 || files.includes(file));
  if (stored.length === 0)
    throw new CommandError("there are no such recordings: npm run record -- '/city?name=Lisbon' makes one");
  const { origins, secrets } = realVariables();
  const recorder = await startRecorder(origins);
  const kinds = new Set<DriftLine["kind"]>();
  try {
    for (const { file, recording } of stored) {
      const redactor = new Redactor();
      learnOwnSecrets(secrets, redactor);
      const request = requestOf(recording);
      const { answer, exchanges } = await recorder.ask(request);
      const lines = driftOf(recording, takeRecording(request, answer, exchanges, redactor));
      for (const { kind } of lines) kinds.add(kind);
      console.log(driftReport(file, recording, lines));
    }
  } finally {
    await recorder.stop();
  }
  return exitCodeOf(kinds);
}

await runCommand(drift, NOT_COMPARED);
