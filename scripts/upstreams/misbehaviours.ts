// Which paths misbehave at the moment. Kept on the server's side, so that whoever calls them cannot know beforehand.
import type { Recipe } from "./recipe.ts";

/** A recipe that is in force for a path, and how many requests it has met. */
export class Misbehaviour {
  readonly recipe: Recipe;
  /** The names of the parameters that were given, as a default looks like a value. */
  readonly stated: ReadonlySet<string>;
  #requests = 0;

  constructor(recipe: Recipe, stated: ReadonlySet<string>) {
    this.recipe = recipe;
    this.stated = stated;
  }

  /** Counts a request and returns its number since the recipe came into force, from 1. */
  receive(): number {
    return ++this.#requests;
  }
}

/** The misbehaviours of one server, at most one per path and `maxPaths` (100) in all. Paths are compared decoded. */
export class Misbehaviours {
  readonly #byPath = new Map<string, Misbehaviour>();
  readonly #maxPaths: number;

  constructor(maxPaths = 100) {
    this.#maxPaths = maxPaths;
  }

  /** Puts a misbehaviour in force, in place of any that `path` had. Returns false, and does nothing, when that is one too many. */
  start(path: string, misbehaviour: Misbehaviour): boolean {
    const key = decoded(path);
    if (!this.#byPath.has(key) && this.#byPath.size >= this.#maxPaths) return false;
    this.#byPath.set(key, misbehaviour);
    return true;
  }

  /** Ends that of `path`, if there is one; without a path, all. */
  end(path?: string): void {
    if (path === undefined) this.#byPath.clear();
    else this.#byPath.delete(decoded(path));
  }

  /** The misbehaviour of `path` itself, or else that of all that is served at `servedAt`. */
  at(path: string, servedAt: string): Misbehaviour | undefined {
    return this.#byPath.get(decoded(path)) ?? this.#byPath.get(servedAt);
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
