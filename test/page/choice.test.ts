// What is chosen, in the page's address and back.
import { describe, expect, test } from "vitest";
import { addressOf, choiceIn, choiceOf } from "../../src/page/home/choice.ts";
import { presetOf, presets } from "../../src/page/home/presets.ts";

test.each(presets.map((preset) => [preset.id, preset] as const))(
  "%s survives the way through an address",
  (_id, preset) => {
    const changed = {
      ...choiceOf(preset),
      times: "7",
      delayMs: "20",
      city: "São Paulo & Co",
      deadlineMs: "500",
      mode: "all",
    };
    const choice = choiceIn((addressOf(changed) ?? "").slice(1));
    for (const field of preset.shows) expect([field, choice[field]]).toEqual([field, changed[field]]);
    expect(choice.preset).toBe(preset);
  },
);

test("a preset as it comes has a short address, the first one none at all", () => {
  expect(presets.map((preset) => addressOf(choiceOf(preset)))).toEqual([
    "/",
    ...presets.slice(1).map(({ id }) => `/?run=${id}`),
  ]);
});

test("a box that is unticked stays so", () => {
  const unticked = { ...choiceOf(presets[0]), compare: false };
  expect(addressOf(unticked)).toBe("/?compare=no");
  expect(choiceIn("?compare=no").compare).toBe(false);
});

describe("what an address has no business with is left out", () => {
  test.each(["?run=nowhere", "?times=", "?run=", "?__proto__=1&constructor=2", "?key=secret", "?%"])("%s", (search) => {
    const { preset, compare } = choiceIn(search);
    expect([preset.id, compare]).toEqual(["hello", true]);
  });

  test("a field that the preset does not have", () => {
    expect(choiceIn("?run=city&times=99").times).toBe("3");
  });
});

test.each([
  ["?times=&delayMs=abc", "hello"],
  ["?times=1.5&delayMs=-5", "hello"],
  ["?times=0&delayMs=999999", "hello"],
  ["?times=101&delayMs=1e3", "hello"],
  ["?run=city&city=%20&deadlineMs=soon", "city"],
  ["?run=slow&mode=none&concurrency=0&deadlineMs=0", "slow"],
  ["?run=hedge&hedgeMs=-1", "hedge"],
  ["?run=own&urls=%0A", "own"],
])("what no run can be made of is as the preset has it: %s", (search, id) => {
  expect(choiceIn(search)).toEqual(choiceOf(presetOf(id) ?? presets[0]));
  expect(choiceIn(search).preset.id).toBe(id);
});

test("what the Worker may find too much is left for it to say", () => {
  expect(choiceIn("?run=slow&deadlineMs=99999").deadlineMs).toBe("99999");
});

test("no address is made that is too long to be passed on", () => {
  const own = choiceIn("?run=own");
  const urls = Array.from({ length: 100 }, () => `https://example.com/${"x".repeat(100)}`).join("\n");
  expect(addressOf({ ...own, urls })).toBeUndefined();
});
