// As many programs at once as a minute's rate limit lets two addresses have.
import { expect, test } from "vitest";
import { HelloAnswer } from "../../src/routes/hello.ts";
import { ownBuilt } from "../support/own-built.ts";

test("R17 a thousand open programs of a hundred tasks all end", async () => {
  const { worker } = await ownBuilt();
  const program = async (): Promise<number> => {
    const response = await fetch(`${worker}/hello?times=100&delayMs=2000`);
    return HelloAnswer.parse(await response.json()).lines.length;
  };
  const lines = await Promise.all(Array.from({ length: 1_000 }, program));
  expect(lines).toEqual(Array(1_000).fill(200));
}, 60_000);
