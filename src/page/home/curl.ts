// A request as a command to paste into a shell.
import type { PageRequest } from "./planned-run.ts";

/**
 * Writes `request` to `origin` as a `curl` command for a POSIX shell. The key stays out of it: where one is needed, the command takes it from the
 * variable `API_KEY`.
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

/** A word for a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
