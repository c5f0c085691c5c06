// A result's outcome is read from its line, whatever else the line holds.
import { expect, test } from "vitest";
import { isFailure } from "../../src/jobs/is-failure.ts";
import { resultLine } from "../../src/jobs/result-line.ts";

const keys = [undefined, "", '","outcome":"ok', "\\", '\\"', "\n", "é\u2028"];

test.each(keys)("beside the key %j and a body that looks like a result", (key) => {
  const request = { index: 12, json: JSON.stringify({ key }) };
  for (const outcome of ["ok", "http_error", "lost"]) {
    const { line } = resultLine(request, { outcome, message: '{"outcome":"ok"}' });
    expect(isFailure(line)).toBe(outcome !== "ok");
  }
});
