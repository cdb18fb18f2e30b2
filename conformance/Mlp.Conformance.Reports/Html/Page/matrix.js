// Backend x family: how many cases went how, and how near the worst comes to its bound.

function overview() {
  const section = byId('overview');
  byId('made').append(`Suite ${data.suite}, ${plural(count, 'case')}, ${plural(backends.length, 'backend')}, made ${data.made}`);
  section.append(headline(), matrix(), heatLegend());
  for (const backend of backends) {
    for (const reason of backend.stale) {
      section.append(h('p', { class: 'note' }, `A decline of ${backend.name} no longer holds: `, foreign(reason)));
    }
  }
}

function headline() {
  const totals = new Map(kinds.map((kind, k) => [kind, data.summary.reduce((sum, row) => sum + row[2][k], 0)]));
  const wrong = severity.filter(kind => bad.has(kind)).reduce((sum, kind) => sum + totals.get(kind), 0);
  const judged = [...totals.values()].reduce((sum, number) => sum + number, 0);
  return h('div', { class: `headline ${wrong ? 'red' : judged && !data.uncompared.length ? 'green' : ''}` },
    h('p', { class: 'sentence' }, judged === 0 ? 'Nothing was judged.'
      : wrong > 0 ? `${whole(wrong)} of ${plural(judged, 'verdict')} ${wrong === 1 ? 'is' : 'are'} bad.`
      : data.uncompared.length === backends.length ? 'Nothing was compared.'
      : data.uncompared.length > 0 ? `No case failed; of ${data.uncompared.join(', ')} nothing was compared.`
      : 'No case failed.'),
    h('ul', { class: 'totals' }, severity.toReversed().filter(kind => totals.get(kind) > 0).map(kind =>
      h('li', {}, h('a', { href: placed({ verdict: kind }), class: `total ${kind}` },
        h('strong', {}, whole(totals.get(kind))), ` ${kind}`)))));
}

function matrix() {
  const cells = new Map(data.summary.map(row => [`${row[0]} ${row[1]}`, row]));
  return h('div', { class: 'scroll', role: 'region', 'aria-label': 'Backends by families', tabindex: '0' },
    h('table', { class: 'matrix' },
      h('caption', { class: 'unseen' }, 'Cases by family and backend, with the worst error as a share of its bound'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'family'),
        backendNames.map(name => h('th', { scope: 'col' }, broken(name))))),
      h('tbody', {}, families.map((family, f) => h('tr', {},
        h('th', { scope: 'row' }, family),
        backends.map((_, b) => h('td', {}, cell(cells.get(`${b} ${f}`), b, family)))))),
      h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, 'all'),
        backends.map((_, b) => h('td', {}, cell(totalOf(b), b, null)))))));
}

function totalOf(b) {
  const rows = data.summary.filter(row => row[0] === b);
  if (rows.length === 0) return undefined;
  const worst = rows.reduce((a, row) => (rank(row[3]) > rank(a[3]) ? row : a));
  return [b, null, kinds.map((_, k) => rows.reduce((sum, row) => sum + row[2][k], 0)), worst[3], worst[4]];
}

function cell(row, b, family) {
  if (!row) return h('span', { class: 'cell empty' }, h('span', { class: 'unseen' }, 'no cases'));
  const [, , counts, ratio] = row;
  const told = kinds.map((kind, k) => [kind, counts[k]]).filter(([, number]) => number > 0);
  const worst = severity.find(kind => told.some(([name]) => name === kind));
  const tone = bad.has(worst) ? 'failing' : told.every(([kind]) => kind === 'absent' || kind === 'declined') ? 'unheld' : 'held';
  return h('a', {
    class: `cell ${tone}`,
    href: placed({ family, backend: backendNames[b], verdict: bad.has(worst) ? 'bad' : null }),
    '--heat': heat(ratio).toFixed(3),
    'aria-label': `${family ?? 'all families'} on ${backendNames[b]}: ${told.map(([kind, number]) => `${number} ${kind}`).join(', ')}`
      + (ratio === null ? '' : `; worst error/bound ${share(ratio)}`) + '; show cases',
  },
    h('span', { class: 'counts' }, told.map(([kind, number]) =>
      h('span', { class: `count ${kind}` }, kind === 'passed' ? whole(number) : `${whole(number)} ${kind}`))),
    h('span', { class: 'ratio' }, ratio === null ? '\u2013' : share(ratio)));
}

// 0 where nothing differs, 1 at the bound.
const heat = ratio => (ratio === null || ratio === 0 ? 0 : ratio < 0 ? 1 : Math.min(1, 0.05 + 0.95 * ratio));

const heatLegend = () => h('p', { class: 'heat' },
  'Worst error / bound of a cell: ', h('span', {}, '0'),
  [0.1, 0.25, 0.5, 0.75, 1].map(ratio => h('span', { class: 'cell held', '--heat': heat(ratio).toFixed(3) }, String(ratio))),
  h('span', { class: 'cell failing' }, 'bad'),
  h('span', { class: 'cell unheld' }, 'nothing held to a bound'));
