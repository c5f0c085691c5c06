// As many programs at once as a minute's rate limit lets two addresses have.
import { expect, test } from "vitest";
import * as z from "zod";
import { ownBuilt } from "../support/own-built.ts";

const Program = z.object({ lines: z.array(z.unknown()) });

test("R17 a thousand open programs of a hundred tasks all end", async () => {
  const { worker } = await ownBuilt();
  const program = async (): Promise<number> => {
    const response = await fetch(`${worker}/hello?times=100&delayMs=2000`);
    return Program.parse(await response.json()).lines.length;
  };
  const lines = await Promise.all(Array.from({ length: 1_000 }, program));
  expect(lines).toEqual(Array(1_000).fill(200));
}, 60_000);
