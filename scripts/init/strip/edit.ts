// Makes one edit of a feature.
import type { Edit } from "../feature.ts";
import { blocksAround, without } from "./blocks.ts";

/** Makes `edit` at each place in `text`. Returns `undefined` if there is no such place. */
export function edited(text: string, edit: Edit): string | undefined {
  if ("replace" in edit) return text.includes(edit.replace) ? text.replaceAll(edit.replace, () => edit.by) : undefined;
  let left = text;
  for (let at = left.indexOf(edit.drop); at !== -1; at = left.indexOf(edit.drop)) {
    const lines = left.split("\n");
    const index = left.slice(0, at).split("\n").length - 1;
    left = without(lines, blocksAround(lines, index)[edit.up ?? 0] ?? { from: index, to: index + 1 }).join("\n");
  }
  return left === text ? undefined : left;
}
