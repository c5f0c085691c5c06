// Elements in one line.

/** Makes an element. Properties go by attribute name; `true` sets an empty attribute, `false` and `undefined` leave it out. */
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

/** Sets custom properties of a style. The policy forbids style attributes; through the CSSOM they are allowed. */
export function setStyle(target: HTMLElement, properties: Readonly<Record<`--${string}`, number>>): void {
  for (const [name, value] of Object.entries(properties)) target.style.setProperty(name, String(value));
}

/** The element of the page with this id. @throws `Error` where the page has none. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} called ${id}`);
  return found;
}
