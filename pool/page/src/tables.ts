// Tables whose rows become cards on a narrow screen: each cell names its column there.

import { el } from './dom';

export interface TableColumn<Row> {
  title: string;
  kind: 'text' | 'number' | 'text wide';
  cell: (row: Row) => Node | string;
}

export interface TableRow<Row> {
  row: Row;
  attributes: Record<string, string>;
  /** What everyone must see of this row: told below it, in a row of its own. */
  note?: Node | null;
}

// The roles are those of the elements; a style sheet that makes cards of rows takes them away.
export function table<Row>(
  caption: string,
  columns: TableColumn<Row>[],
  rows: TableRow<Row>[],
): HTMLElement {
  const head = columns.map(({ title, kind }) =>
    el('th', { scope: 'col', class: kind, role: 'columnheader' }, title),
  );
  return el(
    'table',
    { role: 'table' },
    el('caption', { class: 'unseen' }, caption),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...head)),
    el('tbody', { role: 'rowgroup' }, ...rows.flatMap((one) => tableRows(columns, one))),
  );
}

function tableRows<Row>(columns: TableColumn<Row>[], one: TableRow<Row>): HTMLElement[] {
  const cells = columns.map(({ title, kind, cell }) =>
    el('td', { class: kind, role: 'cell', 'data-title': title }, cell(one.row)),
  );
  const main = el('tr', { role: 'row', ...one.attributes }, ...cells);
  if (one.note === undefined || one.note === null) {
    return [main];
  }
  main.classList.add('noted');
  const key = `${one.attributes['data-key'] ?? ''}-note`;
  const note = el('td', { role: 'cell', colspan: String(columns.length) }, one.note);
  return [main, el('tr', { role: 'row', class: 'note', 'data-key': key }, note)];
}
