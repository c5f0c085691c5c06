// A scope for one test.
import { onTestFinished } from "vitest";
import { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { scopeOptions } from "./scope-options.ts";

/** A scope that may reach `origin` and has plenty of everything, but for `changes`; it closes when the test ends. */
export function openScope(origin: string, changes: Partial<ScopeOptions> = {}): Scope {
  const scope = new Scope(scopeOptions(origin, changes));
  onTestFinished(scope.hold());
  return scope;
}
