// A table that sorts by its headings and shows so many rows at a time that the page stays quick.

// columns: { label, cell(row), key(row)?, down?, number?, wide? }; a column without key does not sort.
function table({ caption, columns, rows, sort = null, down = false, page = 25, empty = 'Nothing to show.' }) {
  const state = { rows, sort, down, shown: page };
  const body = h('tbody');
  const more = h('button', { type: 'button', class: 'more', onclick: () => { state.shown += page; draw(); } });
  // Paper has no buttons.
  const rest = h('p', { class: 'rest' });
  const heads = columns.map((column, c) => {
    const button = column.key && h('button', {
      type: 'button',
      onclick: () => {
        state.down = state.sort === c ? !state.down : !!column.down;
        state.sort = c;
        draw();
        say(`${caption}: sorted by ${column.label}, ${state.down ? 'largest' : 'smallest'} first`);
      },
    }, column.label, h('span', { class: 'arrow', 'aria-hidden': 'true' }));
    return h('th', { scope: 'col', class: classOf(column) }, button || column.label);
  });
  const element = h('div', { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
    h('table', {}, h('caption', { class: 'unseen' }, caption), h('thead', {}, h('tr', {}, heads)), body));

  function draw() {
    const { key } = columns[state.sort] ?? {};
    const sorted = key ? [...state.rows].sort((a, b) => compare(key(a), key(b)) * (state.down ? -1 : 1)) : state.rows;
    heads.forEach((head, c) => {
      if (c === state.sort) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    body.replaceChildren(...sorted.slice(0, state.shown).map(row =>
      h('tr', {}, columns.map((column, c) =>
        h(c === 0 ? 'th' : 'td', { scope: c === 0 ? 'row' : null, class: classOf(column) }, column.cell(row))))));
    if (sorted.length === 0) body.append(h('tr', {}, h('td', { colspan: columns.length, class: 'none' }, empty)));
    more.hidden = sorted.length <= state.shown;
    rest.hidden = more.hidden;
    rest.textContent = `... and ${whole(sorted.length - state.shown)} more`;
    more.textContent = `Show ${whole(Math.min(page, sorted.length - state.shown))} more of ${whole(sorted.length)}`;
    state.sorted = sorted;
  }

  draw();
  return {
    element: h('div', { class: 'table' }, element, more, rest),
    show(next) { state.rows = next; state.shown = page; draw(); },
    order: () => state.sorted,
  };
}

const classOf = column => [column.number && 'number', column.wide && 'wide-only'].filter(Boolean).join(' ') || null;

const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b);

// A choice among a few, with its label.
function select(label, options, chosen, onchange) {
  const element = h('select', { onchange: () => onchange(element.value) },
    options.map(([value, name]) => h('option', { value }, name)));
  element.value = chosen;
  return { element, label: h('label', {}, h('span', {}, label), element) };
}
