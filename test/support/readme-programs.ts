// The programs that READMEs show: whole files, which run from the project's root.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readme } from "./readme.ts";

/** A program, and the block below it, which says how it answers. */
export interface Program {
  /** `src-gather-1`: the README's folder, and the place among its programs. */
  readonly name: string;
  readonly code: string;
  /** In Node its printed output is shown, with the Worker running for a client; a Worker is asked by `curl`. */
  readonly runsIn: "node" | "client" | "workerd";
  readonly shown: string;
}

/** Returns the programs of a README, in order. */
export function programsOf({ path, blocks }: Readme): readonly Program[] {
  const folder = dirname(path).replaceAll("/", "-");
  return blocks
    .flatMap(({ language, code }, index): Omit<Program, "name">[] => {
      const next = blocks[index + 1];
      if (language !== "ts" || next === undefined) return [];
      const shown = next.code;
      if (next.language === "text" && code.includes("openapi-fetch")) return [{ code, shown, runsIn: "client" }];
      if (next.language === "text" && code.includes("console.log")) return [{ code, shown, runsIn: "node" }];
      if (next.language === "console" && code.includes("export default {")) return [{ code, shown, runsIn: "workerd" }];
      return [];
    })
    .map((program, index) => ({ ...program, name: `${folder}-${index + 1}` }));
}

/**
 * Writes `program` to `dist/readme/<purpose>/` and returns its path. Its imports of `./src/` and `./scripts/` lead to the
 * project's.
 */
export function writeProgram({ name, code }: Program, purpose: string): string {
  const folder = join("dist/readme", purpose);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, code.replaceAll(/"\.\/(?=src\/|scripts\/)/g, '"../../../'));
  return path;
}

/** Runs a program in Node and returns its output. */
export function printedBy(program: Program): string {
  return execFileSync(process.execPath, [writeProgram(program, "run")], { encoding: "utf8" });
}
