// Buttons that copy the text of an element. Browsers give the clipboard to pages of a secure origin
// only, and a pool on the local network is none: there the text is selected and the old command tried.

import { byId, el, setText } from './dom';

/** Copies the text of the element with the id `target`. */
export function copyButton(target: string, what: string): HTMLElement {
  return el(
    'button',
    { type: 'button', class: 'copy', 'data-copy': target, 'aria-label': `Copy ${what}` },
    'Copy',
  );
}

/** One listener for all of them, since tables are drawn again every second. */
export function serveCopyButtons(): void {
  document.addEventListener('click', (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    const source = document.getElementById(button?.dataset['copy'] ?? '');
    if (button !== null && source !== null) {
      void copy(source).then((copied) => setText(byId('copied'), copied));
    }
  });
}

async function copy(source: HTMLElement): Promise<string> {
  const text = source.textContent ?? '';
  getSelection()?.selectAllChildren(source);
  try {
    await navigator.clipboard.writeText(text);
    return `Copied: ${text}`;
  } catch {
    return document.execCommand('copy')
      ? `Copied: ${text}`
      : 'The text is selected: copy it with Ctrl+C or a long press.';
  }
}
