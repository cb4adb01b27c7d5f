// Elements from values. Text goes in as text nodes, never as markup: worker names are whatever a miner sent.

type Child = Node | string | null;

export function el(
  tag: string,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null));
  return element;
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`the page has no #${id}`);
  }
  return element;
}

/** Replaces the children only when they changed: a selection or a focus survives the refresh. */
export function show(parent: HTMLElement, ...children: Child[]): void {
  const next = el('div', {}, ...children);
  if (next.innerHTML !== parent.innerHTML) {
    parent.replaceChildren(...next.childNodes);
  }
}

export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
