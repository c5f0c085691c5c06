// What the README and the page about HTTP show of answers is what comes back, line by line.
import { STATUS_CODES } from "node:http";
import { expect, test } from "vitest";
import { ownBuilt } from "../../support/own-built.ts";
import { readReadme } from "../../support/readme.ts";

interface Exchange {
  readonly command: string;
  /** What the README shows of the answer; empty where it shows nothing. */
  readonly shown: string;
}

const exchanges = [readReadme(), readReadme("src/routes/HTTP.md")]
  .flatMap(({ blocks }) => blocks)
  .filter(({ language }) => language === "console")
  .flatMap(({ code }) => code.split(/^\$ /m).slice(1))
  .map((part): Exchange => {
    const [command = "", ...shown] = part.split("\n");
    return { command, shown: shown.join("\n").trim() };
  });

/** Lines and blanks are the README's to choose, `\u2026` is anything, and no two runs take the same time. */
function patternOf(text: string): RegExp {
  const literal = text
    .replaceAll(/\s/g, "")
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("\u2026", ".*?")
    .replaceAll(/(Ms":|dur=)\d+/g, "$1[\\d.]+")
    .replaceAll(/queued\d+ms/g, "queued[\\d.]+ms");
  return new RegExp(`^${literal}$`, "s");
}

const flat = (text: string): string => text.replaceAll(/\s/g, "");

test("the transcripts are true", async () => {
  const { worker, upstreams, greeter } = await ownBuilt(
    { API_KEYS: undefined, OPEN_ACCESS: "true" },
    { loader: "LOADER" },
  );
  const shownAtAll = exchanges.filter(({ shown }) => shown !== "");
  expect([exchanges.length, shownAtAll.length]).toEqual([6, 3]);

  for (const { command, shown } of exchanges) {
    const [, method = "GET", quoted = "", json] =
      /^curl (?:-i |-X (\w+) )?["']?([^"' ]+)["']?(?: --json '(.*)')?$/.exec(command) ?? [];
    const meant = (text: string): string =>
      text
        .replace(/'?\$UPSTREAMS'?/, upstreams)
        .replace("'$GREETER'", greeter)
        .replace("http://localhost:8787", worker);
    const posted = json && { method: "POST", headers: { "Content-Type": "application/json" }, body: meant(json) };
    const response = await fetch(meant(quoted), posted || { method });
    const body = await response.text();
    if (shown === "") {
      expect([command, response.status]).toEqual([command, 204]);
      continue;
    }
    const [head = "", shownBody = ""] = command.includes(" -i ") ? shown.split("\n\n") : ["", shown];
    const [statusLine, ...headers] = head.split("\n");
    if (head !== "") expect(statusLine).toBe(`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`);
    for (const header of headers) {
      const [name = "", value = ""] = header.split(/: (.*)/);
      expect(flat(response.headers.get(name) ?? "")).toMatch(patternOf(value));
    }
    expect(flat(body)).toMatch(patternOf(shownBody));
  }
}, 30_000);
