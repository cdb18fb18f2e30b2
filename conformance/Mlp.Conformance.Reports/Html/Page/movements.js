// What lies apart between two sets of results: the CPU and a GPU, or a baseline and today.

function devicesSection() {
  const section = byId('devices');
  if (data.devices.length === 0) {
    section.append(none(backendNames.some(name => name.startsWith('gpu'))
      ? 'There are no results of a cpu backend to hold the GPU against.'
      : 'No results of a GPU were given. Results of a backend gpu:... beside those of cpu are compared here.'));
  }
  for (const movement of data.devices) {
    section.append(h('h3', {}, foreign(movement.to), ' against ', foreign(movement.from)), movementOf(movement, {
      words: { equal: 'equal bit for bit', inside: 'inside noise', drifted: 'apart, inside the bound', broken: 'outside the bound' },
      before: movement.from, after: movement.to,
    }));
  }
}

function driftSection() {
  const section = byId('drift');
  if (!data.drift) {
    section.append(none(data.baseline
      ? `The baseline is one of ${data.baseline}, and no results of that backend were given.`
      : 'No baseline was given: --baseline FILE names one.'));
    return;
  }
  section.append(h('p', { class: 'note' }, foreign(data.drift.to), ' against ', foreign(data.drift.source, 'code')),
    movementOf(data.drift, {
      words: { equal: 'equal', inside: 'inside noise', drifted: 'drifted', broken: 'broken' }, before: 'before', after: 'after',
    }));
}

function movementOf(movement, { words, before, after }) {
  const total = kind => movement.rows.reduce((sum, row) => sum + row[1][data.changes.indexOf(kind)], 0);
  const others = [['fresh', 'new'], ['lost', 'lost']].filter(([key]) => movement[key].length > 0);
  return h('div', {},
    h('ul', { class: 'totals' }, ['equal', 'inside', 'drifted', 'broken'].map(kind =>
      h('li', {}, h('span', { class: `total ${kind}` }, h('strong', {}, whole(total(kind))), ` ${words[kind]}`))),
    ['new', 'lost', 'absent'].filter(kind => total(kind) > 0).map(kind =>
      h('li', {}, h('span', { class: 'total' }, h('strong', {}, whole(total(kind))), ` ${kind}`)))),
    movement.leftOut > 0 && h('p', { class: 'note' }, `${plural(movement.leftOut, 'case')} that `, foreign(movement.to), ' declines left out.'),
    total('equal') + total('inside') + total('drifted') + total('broken') === 0 ? none('No case has two results to compare.') : [
      table({
        caption: `${after} against ${before}, by family`,
        columns: [
          { label: 'family', cell: row => families[row[0]], key: row => row[0] },
          { label: 'share of cases', cell: row => parts(row[1], words), key: row => row[1][0] / row[1].reduce((a, b) => a + b, 0) },
          ...['equal', 'inside', 'drifted', 'broken'].map((kind, k) => ({
            label: kind, cell: row => row[1][data.changes.indexOf(kind)] || '', key: row => row[1][k], number: true, down: true,
          })),
          { label: 'moved/bound', cell: row => share(row[2]), key: row => rank(row[2]), number: true, down: true },
          { label: 'farthest', cell: row => caseLink(row[3]), wide: true },
        ],
        rows: movement.rows,
      }).element,
      movement.movers.length === 0 ? none('Nothing moved.') : [h('h4', {}, 'Largest movers'), movers(movement, words, before, after)],
    ],
    others.map(([key, word]) => h('details', {}, h('summary', {}, `${plural(movement[key].length, 'case')} ${word}`),
      h('ul', { class: 'ids' }, movement[key].map(i => h('li', {}, caseLink(i)))))));
}

function movers(movement, words, before, after) {
  return table({
    caption: `What moved from ${before} to ${after}`,
    page: 15,
    columns: [
      { label: 'case', cell: row => caseLink(row[0], movement.to), key: row => idOf(row[0]) },
      { label: 'finding', cell: row => h('span', { class: `badge ${data.changes[row[1]]}` }, data.changes[row[1]]), key: row => row[1], down: true },
      { label: 'output', cell: row => foreign(row[10] === null ? `${text(row[2])} [${row[3]}]` : text(row[10])), wide: true },
      { label: before, cell: row => row[4] ?? '', number: true, wide: true },
      { label: after, cell: row => row[5] ?? '', number: true, wide: true },
      { label: 'moved', cell: row => size(row[6]), key: row => rank(row[6]), number: true, down: true, wide: true },
      { label: 'moved/bound', cell: row => share(row[7]), key: row => rank(row[7]), number: true, down: true },
      { label: 'error/bound', cell: row => `${share(row[8])} \u2192 ${share(row[9])}`, key: row => rank(row[9]), number: true, down: true, wide: true },
    ],
    rows: movement.movers,
  }).element;
}

// A bar of a family's cases by finding.
function parts(counts, words) {
  const all = counts.reduce((a, b) => a + b, 0);
  let x = 0;
  const told = data.changes.map((kind, k) => [kind, counts[k]]).filter(([, number]) => number > 0);
  return svg('svg', {
    viewBox: '0 0 120 10', class: 'parts', role: 'img', preserveAspectRatio: 'none',
    'aria-label': told.map(([kind, number]) => `${number} ${words[kind] ?? kind}`).join(', '),
  }, told.map(([kind, number]) => {
    const bar = svg('rect', { x: x.toFixed(2), y: 0, width: (120 * number / all).toFixed(2), height: 10, class: `part ${kind}` });
    x += 120 * number / all;
    return bar;
  }));
}
