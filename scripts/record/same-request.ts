// Whether a request is the one that was recorded.
import { isKeptNumber } from "./parsed.ts";
import { matchesRedacted, REDACTED } from "./redacted.ts";
import { isSecretName } from "./secret-names.ts";
import type { RecordedBody, RecordedRequest } from "./recording.ts";

const NO_NAMES: ReadonlySet<string> = new Set();

/** Whether `asked` is `recorded`: the same method, path, query in any order, and body. A redacted value matches any. */
export function sameRequest(recorded: RecordedRequest, asked: RecordedRequest): boolean {
  return (
    recorded.method === asked.method &&
    matchesRedacted(recorded.path, asked.path) &&
    samePairs(recorded.query, asked.query) &&
    (recorded.body === undefined || sameBody(recorded.body, asked.body, recorded.contentType ?? ""))
  );
}

/** A redacted parameter may be missing: who replays needs no key. */
function samePairs(recorded: string, asked: string): boolean {
  const left = [...new URLSearchParams(asked)];
  for (const [name, value] of new URLSearchParams(recorded)) {
    const at = left.findIndex((pair) => pair[0] === name && matchesRedacted(value, pair[1]));
    if (at >= 0) left.splice(at, 1);
    else if (value !== REDACTED) return false;
  }
  return left.length === 0;
}

function sameBody(recorded: RecordedBody, asked: RecordedBody | undefined, contentType: string): boolean {
  if (asked === undefined) return false;
  if ("json" in recorded) return "json" in asked && sameJson(recorded.json, asked.json);
  if ("text" in recorded) {
    if (!("text" in asked)) return false;
    const isForm = /^application\/x-www-form-urlencoded/i.test(contentType);
    return isForm ? samePairs(recorded.text, asked.text) : matchesRedacted(recorded.text, asked.text);
  }
  return JSON.stringify(recorded) === JSON.stringify(asked);
}

function sameJson(recorded: unknown, asked: unknown): boolean {
  if (typeof recorded === "string") return typeof asked === "string" && matchesRedacted(recorded, asked);
  if (!isRecord(recorded) || !isRecord(asked)) return JSON.stringify(recorded) === JSON.stringify(asked);
  const names = new Set([...Object.keys(recorded), ...Object.keys(asked)]);
  if (Array.isArray(recorded) !== Array.isArray(asked)) return false;
  return [...names].every((name) => {
    // A number under a secret's name was replaced by 0.
    if (isSecretName(name, { bareKey: false, extra: NO_NAMES })) return true;
    if (!Object.hasOwn(recorded, name) || !Object.hasOwn(asked, name)) return recorded[name] === REDACTED;
    return sameJson(recorded[name], asked[name]);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !isKeptNumber(value);
}
