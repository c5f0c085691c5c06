// Types of problems. They contain the project's name.
import { PROJECT_NAME } from "../../src/project-name.ts";

/** The first part of the `type` of every core problem. */
export const PROBLEM_TYPES = `urn:${PROJECT_NAME}:problem:`;

/** The `type` of the core problem called `name`. */
export function problemType(name: string): string {
  return PROBLEM_TYPES + name;
}
