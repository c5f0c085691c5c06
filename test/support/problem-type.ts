// The types of problems, in a project of any name.
import { PROJECT_NAME } from "../../src/project-name.ts";

/** What every `type` of a core problem begins with. */
export const PROBLEM_TYPES = `urn:${PROJECT_NAME}:problem:`;

/** The `type` of the core problem called `name`. */
export function problemType(name: string): string {
  return PROBLEM_TYPES + name;
}
