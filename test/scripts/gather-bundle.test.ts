// gather/ on its own: no runtime's modules, nothing of ours beside it.
import { build } from "esbuild";
import { expect, test } from "vitest";
import type * as Gather from "../../src/gather/index.ts";

test("src/gather/index.ts bundles alone, for any runtime, and works", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: ["src/gather/index.ts"],
    bundle: true,
    format: "esm",
    platform: "neutral",
    metafile: true,
    write: false,
  });
  expect(Object.keys(metafile.inputs).filter((path) => !path.startsWith("src/gather/"))).toEqual([]);
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
  const { gather } = (await import(/* @vite-ignore */ url)) as typeof Gather;
  expect(await gather({ one: () => 1, two: async () => 2 })).toEqual({ one: 1, two: 2 });
});
