// Takes scripts and packages out of package.json.
import type { Feature } from "../feature.ts";

type Members = Record<string, unknown>;

const LISTS = ["scripts", "dependencies", "devDependencies", "overrides", "allowScripts"] as const;

/** Takes the scripts and packages of `features` out of package.json. */
export function withoutPackages(json: string, features: readonly Feature[]): string {
  const gone = new Set(features.flatMap(({ npmScripts = [], packages = [] }) => [...npmScripts, ...packages]));
  const manifest = JSON.parse(json) as Members & Partial<Record<(typeof LISTS)[number], Members>>;
  for (const list of LISTS) {
    const members = manifest[list];
    if (members === undefined) continue;
    const left = Object.entries(members).filter(([name]) => !gone.has(name));
    if (left.length === 0) delete manifest[list];
    else manifest[list] = Object.fromEntries(left);
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
