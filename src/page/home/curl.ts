// A request as a shell command.
import type { PageRequest } from "./planned-run.ts";

/**
 * Returns `request` as a `curl` command for a POSIX shell. It never contains the key. If a key is needed, the command
 * reads it from the variable `API_KEY`.
 */
export function curlOf({ method, path, headers, body, keyed }: PageRequest, origin: string, needsKey: boolean): string {
  const words = [
    `curl -N ${quoted(origin + path)}`,
    ...(method === "POST" && body === undefined ? ["-X POST"] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(keyed && needsKey ? [`-H "Authorization: Bearer $API_KEY"`] : []),
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return words.join(" \\\n  ");
}

/** Quotes a word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
