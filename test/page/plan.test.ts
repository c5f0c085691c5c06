// What is sent: that the Worker would take it, and that a shell would.
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { About } from "../../src/page/home/about.ts";
import { choiceIn, choiceOf } from "../../src/page/home/choice.ts";
import { curlOf } from "../../src/page/home/curl.ts";
import { planRun } from "../../src/page/home/plan-run.ts";
import { lineOf } from "../../src/page/home/own-urls.ts";
import type { PageRequest } from "../../src/page/home/planned-run.ts";
import { presets } from "../../src/page/home/presets.ts";
import { whyNot } from "../../src/page/home/why-not.ts";

const about: About = {
  access: "open",
  maxDeadlineMs: 30_000,
  slots: 6,
  jobs: true,
  localUpstreams: "http://127.0.0.1:9000",
};

test.each(presets.map((preset) => [preset.id, preset] as const))(
  "%s has as many bars as were asked for",
  (_id, preset) => {
    if (!preset.shows.includes("times")) return;
    for (const times of ["1", "2", "9", "100"]) {
      const lanes = planRun({ ...choiceOf(preset), times, compare: true }, about, "salt");
      expect(lanes.map(({ keys }) => new Set(keys).size)).toEqual(lanes.map(() => Number(times)));
    }
  },
);

test("one after the other is the same work, one at a time, and with all the time there is", () => {
  const [gathered, inTurn] = planRun(choiceIn("?run=slots"), about, "salt").map(
    ({ request }) => JSON.parse(request.body ?? "") as Record<string, unknown>,
  );
  expect(inTurn).toEqual({ ...gathered, concurrency: 1, deadlineMs: 30_000 });
});

test("runs do not count each other's requests", () => {
  const urls = (salt: string): string => JSON.stringify(planRun(choiceIn("?run=hedge"), about, salt));
  expect(urls("one")).not.toBe(urls("two"));
});

test("what is no number goes to the Worker as it was typed, for it to say what is wrong", () => {
  const [lane] = planRun({ ...choiceIn("?run=slow"), deadlineMs: "soon" }, about, "salt");
  expect(JSON.parse(lane?.request.body ?? "")).toMatchObject({ deadlineMs: "soon" });
});

test("two URLs of one host are told apart", () => {
  const urls = "https://a.test/1\n\n  https://a.test/2\nhttps://b.test/\nnonsense";
  const [lane] = planRun({ ...choiceIn("?run=own"), urls }, about, "salt");
  expect(lane?.keys).toEqual(["a.test", "a.test 2", "b.test", "nonsense"]);
});

test("what is said of a request is said of the line that it came from", () => {
  const urls = "\nhttps://a.test/1\n\n a.test.url \nhttps://a.test/2";
  const lines = [
    "requests.a.test.url",
    "requests.a.test.url.url",
    "requests.a.test 2.hedgeMs",
    "requests",
    "deadlineMs",
  ];
  expect(lines.map((field) => lineOf(field, urls)?.line)).toEqual([2, 4, 5, undefined, undefined]);
});

test("which tasks begin only when others have ended, and why", () => {
  const turns = ["?run=slots&times=14", "?run=slots&times=14&concurrency=3", "?compare=no"].map((search) =>
    planRun(choiceIn(search), about, "salt").map(({ turn }) => turn),
  );
  const inTurn = { from: 1, why: "one runs at a time" };
  expect(turns).toEqual([
    [{ from: 12, why: "a stream makes at most 12 calls at once, in case its reader is slow" }, inTurn],
    [{ from: 3, why: "at most 3 run at once" }, inTurn],
    [undefined],
  ]);
});

describe("what cannot be run says why", () => {
  const { localUpstreams: _none, ...elsewhere } = about;
  const [slots, own, city] = ["slots", "own", "city"].map((id) => choiceIn(`?run=${id}`).preset);
  if (slots === undefined || own === undefined || city === undefined) throw new Error("no such preset");

  test("without local upstreams", () => {
    expect([slots, own, city].map((preset) => whyNot(preset, elsewhere)?.slice(0, 20))).toEqual([
      "This needs the local",
      undefined,
      undefined,
    ]);
  });

  test("where /gather has no key", () => {
    expect([own, city].map((preset) => whyNot(preset, { ...about, access: "closed" })?.slice(0, 12))).toEqual([
      "POST /gather",
      undefined,
    ]);
  });
});

test("a job needs a Worker with jobs, and what a Worker without them needs is said", () => {
  const { preset } = choiceIn("?run=job");
  expect(whyNot(preset, about)).toBeUndefined();
  expect(whyNot(preset, { ...about, jobs: false })).toMatch(/no jobs.*src\/jobs\/README\.md.*wrangler\.toml/);
});

describe("as a command", () => {
  /** What a POSIX shell makes of a `curl` command: its words. */
  function words(command: string): string[] {
    const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
    const said = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { API_KEY: "from the variable" } });
    return said.split("\0").slice(0, -1);
  }

  const request: PageRequest = {
    method: "POST",
    path: "/gather?a=1&b=$(id)",
    headers: { Accept: "it's" },
    body: `{"a":"'\\"$HOME\`id\`\n!é"}`,
    keyed: true,
  };

  test("a shell hands on every word as it is", () => {
    expect(words(curlOf(request, "http://h:1", false))).toEqual([
      "-N",
      "http://h:1/gather?a=1&b=$(id)",
      "-H",
      "Accept: it's",
      "--data-raw",
      request.body,
    ]);
  });

  test("the key comes from a variable", () => {
    expect(words(curlOf(request, "http://h:1", true))).toContain("Authorization: Bearer from the variable");
  });
});
