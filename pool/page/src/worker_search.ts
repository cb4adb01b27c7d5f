// Which workers to ask the pool for: a part of the name, connected or not, and how many.

import type { WorkerQuery, Workers } from './api';
import { byId, el, setText } from './dom';
import { count } from './format';

const page = 100; // rows at first, and more at each press
const rowsMax = 1000; // of one reply: the page is drawn again every second
const typingPauseMs = 250; // until what is typed is looked for
const nameMax = '128'; // bytes that the pool keeps of a name

export class WorkerSearch {
  private readonly name = el('input', {
    type: 'search',
    id: 'worker-name',
    placeholder: 'Find a name',
    'aria-label': 'Find workers by a part of their name',
    maxlength: nameMax,
    autocomplete: 'off',
    spellcheck: 'false',
  }) as HTMLInputElement;
  private readonly state = el(
    'select',
    { id: 'worker-state', 'aria-label': 'Workers to list' },
    el('option', { value: '' }, 'all'),
    el('option', { value: 'true' }, 'connected'),
    el('option', { value: 'false' }, 'not connected'),
  ) as HTMLSelectElement;
  private readonly more = el('button', { type: 'button', id: 'worker-more' }, 'Show more');
  private limit = page;
  private timer = 0;

  /** `changed` fetches the workers anew. */
  constructor(changed: () => void) {
    byId('worker-search').append(this.name, this.state);
    byId('worker-foot').append(el('p', { class: 'hint', role: 'status' }), this.more);
    this.name.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.restart(changed), typingPauseMs);
    });
    this.state.addEventListener('change', () => this.restart(changed));
    this.more.addEventListener('click', () => {
      this.limit = Math.min(rowsMax, this.limit + page);
      changed();
    });
  }

  query(): WorkerQuery {
    return { limit: this.limit, name: this.name.value.trim(), connected: this.state.value };
  }

  isNarrowed(): boolean {
    return this.name.value.trim() !== '' || this.state.value !== '';
  }

  /** Says below the table what it leaves out. */
  update(view: Workers): void {
    const shown = view.workers.length;
    const hidden = view.workers_matching - shown;
    this.more.hidden = hidden <= 0 || this.limit >= rowsMax;
    const what = this.isNarrowed() ? 'matching workers' : 'workers';
    const rest = this.limit >= rowsMax ? '; find the others by their name' : '';
    const text = hidden > 0 ? `${count(shown)} of ${count(view.workers_matching)} ${what}${rest}` : '';
    setText(byId('worker-foot').firstElementChild as HTMLElement, text);
    byId('worker-search').hidden = view.workers_tracked === 0;
  }

  private restart(changed: () => void): void {
    this.limit = page;
    changed();
  }
}
