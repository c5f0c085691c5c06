// A scope for one test.
import { onTestFinished } from "vitest";
import { Scope } from "../../src/upstream/scope.ts";
import type { ScopeOptions } from "../../src/upstream/scope-options.ts";
import { scopeOptions } from "./scope-options.ts";

/** A scope with plenty of everything, but for `changes`, that closes when the test ends. */
export function openScope(changes: Partial<ScopeOptions>): Scope {
  const scope = new Scope(scopeOptions("", changes));
  onTestFinished(scope.hold());
  return scope;
}
