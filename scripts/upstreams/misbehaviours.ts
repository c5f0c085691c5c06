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

/** What misbehaves: the requests for `path` whose query or body holds `match`, or all of them. */
export interface Target {
  readonly path: string;
  /** As it stands in the URL, not decoded. */
  readonly match: string;
}

/** The misbehaviours of one server, at most one per target and `maxPaths` (100) in all. Paths are compared decoded. */
export class Misbehaviours {
  readonly #byTarget = new Map<string, { readonly target: Target; readonly misbehaviour: Misbehaviour }>();
  readonly #maxPaths: number;

  constructor(maxPaths = 100) {
    this.#maxPaths = maxPaths;
  }

  /** Puts a misbehaviour in force, in place of any that its target had. Returns false, and does nothing, when that is one too many. */
  start({ path, match }: Target, misbehaviour: Misbehaviour): boolean {
    const target = { path: decoded(path), match };
    const key = JSON.stringify([target.path, match]);
    if (!this.#byTarget.has(key) && this.#byTarget.size >= this.#maxPaths) return false;
    this.#byTarget.set(key, { target, misbehaviour });
    return true;
  }

  /** Ends those of `path`, if there are any; without a path, all. */
  end(path?: string): void {
    for (const [key, { target }] of this.#byTarget)
      if (path === undefined || target.path === decoded(path)) this.#byTarget.delete(key);
  }

  /** The misbehaviour of `path` itself, or else that of all that is served at `servedAt`; one that matches goes before one for all. */
  at(path: string, servedAt: string, ...texts: readonly string[]): Misbehaviour | undefined {
    const inForce = [...this.#byTarget.values()].filter(
      ({ target }) => target.match === "" || texts.some((text) => text.includes(target.match)),
    );
    const nearest = inForce.toSorted((a, b) => b.target.match.length - a.target.match.length);
    return [decoded(path), servedAt]
      .map((wanted) => nearest.find(({ target }) => target.path === wanted))
      .find((found) => found !== undefined)?.misbehaviour;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
