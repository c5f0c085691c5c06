// Creates and finds elements.

/** Creates an element. In `attributes`, `true` sets an empty attribute; `false` and `undefined` leave it out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children);
  return made;
}

/** Sets custom properties of a style. The page's policy forbids style attributes, but allows the CSSOM. */
export function setStyle(target: HTMLElement, properties: Readonly<Record<`--${string}`, number>>): void {
  for (const [name, value] of Object.entries(properties)) target.style.setProperty(name, String(value));
}

/** Returns the element with this id. @throws {Error} if the page has none. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} with the id ${id}`);
  return found;
}
