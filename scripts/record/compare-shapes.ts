// Names the differences between two shapes.
import type { Shape } from "./shape-of.ts";

/**
 * Compares the shape that was recorded with the one of now. Each difference is named once, at the top of what changed.
 *
 * A sample shows less than there is. So a type that is missing now, an empty list, and a field that only some items
 * have do not count.
 */
export function compareShapes(before: Shape, now: Shape): string[] {
  const differences: string[] = [];
  for (const [path, { types, optional, memberOf }] of before) {
    const field = now.get(path);
    const name = path === "" ? "the body" : path;
    if (field === undefined) {
      if (!optional && hasObjects(memberOf, now)) differences.push(`${name}: gone`);
      continue;
    }
    const added = [...field.types].filter((type) => !types.has(type));
    if (added.length > 0) differences.push(`${name}: ${[...types].join(" or ")}, now ${[...field.types].join(" or ")}`);
    if (field.optional && !optional) differences.push(`${name}: now missing from some items`);
  }
  for (const [path, { optional, memberOf }] of now)
    if (!before.has(path) && !optional && hasObjects(memberOf, before)) differences.push(`${path}: new`);
  return differences;
}

/** Whether the object around a field was seen; the items of a list that was empty were not. */
function hasObjects(parent: string | undefined, shape: Shape): boolean {
  return parent !== undefined && (shape.get(parent)?.types.has("object") ?? false);
}
