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

/** Text that came from outside. `bdi` isolates it: its writing direction reaches no neighbour. */
export function foreign(text: string, attributes: Record<string, string> = {}): HTMLElement {
  return el('bdi', attributes, text);
}

/**
 * Text whose end tells it apart, such as a worker's rig or a hash. Where room is short the style
 * sheet cuts it between its two parts; selected and read aloud it is whole.
 */
export function cutInMiddle(text: string, tailStart: number): HTMLElement {
  return el(
    'span',
    { class: 'cut' },
    foreign(text.slice(0, tailStart), { class: 'head' }),
    foreign(text.slice(tailStart), { class: 'tail' }),
  );
}

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`the page has no #${id}`);
  }
  return element;
}

/** Makes `parent` hold these children and changes only what differs: selection and focus stay. */
export function show(parent: Element, ...children: Child[]): void {
  patchChildren(parent, el('div', {}, ...children));
}

export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function keyOf(node: Node): string | undefined {
  return node instanceof HTMLElement ? node.dataset['key'] : undefined;
}

/** Rows with a `data-key` keep their elements when others come or go above them. */
function patchChildren(parent: Element, wanted: Element): void {
  const wantedKeys = new Set([...wanted.childNodes].map(keyOf));
  const known = new Map([...parent.childNodes].map((node) => [keyOf(node), node]));
  let at: ChildNode | null = parent.firstChild;
  for (const next of [...wanted.childNodes]) {
    while (at !== null && keyOf(at) !== undefined && !wantedKeys.has(keyOf(at))) {
      const gone: ChildNode = at;
      at = at.nextSibling;
      gone.remove();
    }
    const key = keyOf(next);
    const old = key === undefined ? at : (known.get(key) ?? null);
    if (old === null || old.nodeName !== next.nodeName || keyOf(old) !== key) {
      parent.insertBefore(next, at);
    } else {
      if (old !== at) {
        parent.insertBefore(old, at);
      } else {
        at = at.nextSibling;
      }
      patch(old, next);
    }
  }
  while (at !== null) {
    const gone: ChildNode = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function patch(old: ChildNode, next: ChildNode): void {
  if (!(old instanceof Element) || !(next instanceof Element)) {
    if (old.nodeValue !== next.nodeValue) {
      old.nodeValue = next.nodeValue;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of [...next.attributes]) {
    if (old.getAttribute(name) === value) {
      continue;
    }
    if (name === 'style' && old instanceof HTMLElement) {
      old.style.cssText = value; // the Content-Security-Policy forbids the attribute itself
    } else {
      old.setAttribute(name, value);
    }
  }
  patchChildren(old, next);
}
