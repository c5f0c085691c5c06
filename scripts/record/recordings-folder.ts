// The files of recordings: one for each request to an endpoint.
import { hash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { parseKeepingNumbers } from "../../src/streams/kept-numbers.ts";
import { CommandError } from "../run-command.ts";
import { Recording } from "./recording.ts";

/** Where recordings are, from the project's root. */
export const RECORDINGS = "recordings";

/** A recording, and its file. */
export interface StoredRecording {
  readonly file: string;
  readonly recording: Recording;
}

/**
 * Reads all recordings of `folder`, the oldest first; an empty list if the folder does not exist.
 *
 * @throws `CommandError` that names a bad file.
 */
export function readRecordings(folder = RECORDINGS): StoredRecording[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files
    .map((name) => ({ file: join(folder, name), recording: readRecording(join(folder, name)) }))
    .toSorted((a, b) => a.recording.recordedAt.localeCompare(b.recording.recordedAt));
}

/** Writes `recording` in place of an earlier one of the same request, and returns its path. */
export function writeRecording(recording: Recording, folder = RECORDINGS): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, fileName(recording));
  // A file that is half written is never seen.
  writeFileSync(`${file}.part`, `${JSON.stringify(recording, null, 2)}\n`);
  renameSync(`${file}.part`, file);
  return file;
}

function readRecording(file: string): Recording {
  let value: unknown;
  try {
    value = parseKeepingNumbers(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CommandError(`${file} is not JSON (${String(error)}): record it again, or delete it`, 2, {
      cause: error,
    });
  }
  const { data, error } = Recording.safeParse(value);
  if (data !== undefined) return data;
  throw new CommandError(`${file} is not a recording: record it again, or delete it\n${z.prettifyError(error)}`);
}

/** `get-city-name-lisbon-1f2e3d4c.json`: readable, and unique by the hash of the whole request. */
function fileName({ endpoint }: Recording): string {
  const { method, path, query } = endpoint;
  const words = `${method} ${path} ${query}`.toLowerCase().replaceAll(/[^a-z\d]+/g, "-");
  const readable = words.replaceAll(/^-|-$/g, "").slice(0, 60);
  return `${readable}-${hash("sha256", JSON.stringify(endpoint)).slice(0, 8)}.json`;
}
