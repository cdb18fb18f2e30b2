// How errors are spread in each family, one backend above the axis and another below.

const measures = {
  share: {
    name: 'error / bound',
    of: ratioOf,
    note: 'The worst error of each case as a share of its bound: 1 is the bound. The native backend stands above the axis.',
    bins: [
      { name: '0', most: 0, tick: '0' }, { name: 'up to 1e-4', most: 1e-4, tick: '1e-4' }, { name: '1e-4 to 3e-4', most: 10 ** -3.5 },
      { name: '3e-4 to 1e-3', most: 1e-3, tick: '1e-3' }, { name: '1e-3 to 3e-3', most: 10 ** -2.5 }, { name: '3e-3 to 0.01', most: 1e-2, tick: '0.01' },
      { name: '0.01 to 0.03', most: 10 ** -1.5 }, { name: '0.03 to 0.1', most: 0.1, tick: '0.1' }, { name: '0.1 to 0.3', most: 10 ** -0.5 },
      { name: '0.3 to 1', most: 1, tick: '1' }, { name: 'beyond the bound', most: Infinity, tick: '>1', limit: true },
    ],
  },
  ulp: {
    name: 'ULP',
    of: ulpOf,
    note: 'The worst error of each case in units in the last place of the value expected. Where terms cancel, many such units are as small an error as the operation allows; the bound, not the unit, is what a case is held to.',
    bins: [
      { name: '0', most: 0, tick: '0' }, { name: 'up to \u00bd', most: 0.5, tick: '\u00bd' }, { name: '\u00bd to 1', most: 1, tick: '1' }, { name: '1 to 2', most: 2, tick: '2' },
      { name: '2 to 4', most: 4, tick: '4' }, { name: '4 to 8', most: 8, tick: '8' }, { name: '8 to 16', most: 16, tick: '16' }, { name: '16 to 64', most: 64, tick: '64' },
      { name: '64 to 1,024', most: 1024, tick: '1k' }, { name: '1,024 to 65,536', most: 65536 }, { name: 'more', most: Infinity, tick: '>64k' },
    ],
  },
};

function errorsSection() {
  const section = byId('errors');
  if (backends.length === 0) { section.append(none('No results were given.')); return; }
  const kindOf = kind => backendNames.findIndex(name => name.split(':')[0] === kind);
  const first = Math.max(0, nativeBackend);
  const torch = kindOf('torch');
  const state = { measure: 'share', left: first, right: torch >= 0 && torch !== first ? torch : backends.findIndex((_, b) => b !== first) };
  const grid = h('div', { class: 'grid' });
  const note = h('p', { class: 'note' });
  const key = h('div');
  const buttons = Object.entries(measures).map(([name, measure]) => h('button', {
    type: 'button', 'aria-pressed': String(name === state.measure),
    onclick: () => { state.measure = name; draw(); },
  }, measure.name));
  const names = backendNames.map((name, b) => [String(b), name]);
  const left = select('Above', names, String(state.left), value => { state.left = Number(value); draw(); });
  const right = select('Below', [['-1', 'nobody'], ...names], String(state.right), value => { state.right = Number(value); draw(); });
  section.append(
    h('div', { class: 'filters' }, h('div', { class: 'choice', role: 'group', 'aria-label': 'Measure' }, buttons), left.label, right.label),
    note, key, grid, exactness());

  function draw() {
    const measure = measures[state.measure];
    buttons.forEach((button, b) => button.setAttribute('aria-pressed', String(Object.keys(measures)[b] === state.measure)));
    note.textContent = measure.note;
    const series = [seriesOf(state.left), state.right < 0 ? 1 : seriesOf(state.right)];
    if (series[0] === series[1]) series[1] = (series[0] + 1) % 6;
    key.replaceChildren(legend([state.left, state.right].filter(b => b >= 0).map((b, s) => ({ name: backendNames[b], series: series[s] }))));
    grid.replaceChildren(...families.map((family, f) => {
      const [above, below] = [state.left, state.right].map(b => (b < 0 ? null : spread(measure, b, f)));
      const held = above.reduce((a, b) => a + b, 0) + (below?.reduce((a, b) => a + b, 0) ?? 0);
      return h('figure', {},
        h('figcaption', {}, h('a', { href: placed({ family }) }, family),
          h('span', { class: 'who' }, held ? plural(above.reduce((a, b) => a + b, 0), 'case') : 'no real numbers to compare')),
        held ? mirrored({
          label: `${family}: ${[state.left, state.right].filter(b => b >= 0).map((b, s) => `${backendNames[b]}, ${told(measure, [above, below][s])}`).join('; ')}`,
          bins: measure.bins, left: above, right: below, leftSeries: series[0], rightSeries: series[1],
        }) : null);
    }));
  }

  draw();
}

function spread(measure, b, f) {
  const counts = measure.bins.map(() => 0);
  for (let i = 0; i < count; i++) {
    if (data.cases.family[i] !== f) continue;
    const value = measure.of(b, i);
    if (value === null) continue;
    counts[value < 0 ? counts.length - 1 : measure.bins.findIndex(bin => value <= bin.most)]++;
  }
  return counts;
}

const told = (measure, counts) =>
  counts.map((number, b) => number && `${number} at ${measure.bins[b].name}`).filter(Boolean).join(', ') || 'none';

// The same in figures, in float32: what conform errors prints.
function exactness() {
  if (!data.errors) return none('No table of exactness: results of both a cpu and a torch backend make one.');
  const { left, right, rows } = data.errors;
  const column = (label, c) => ({ label, cell: row => share(row[c]), key: row => rank(row[c]), down: true, number: true });
  return h('div', {},
    h('h3', {}, `As exact as ${right}?`),
    h('p', { class: 'note' }, `Float32 only. No worse: the 99th percentile of error/bound is at most that of ${right} + 0.05, and no error exceeds twice that of ${right} by more than a warning.`),
    table({
      caption: 'Exactness by family',
      columns: [
        { label: 'family', cell: row => families[row[0]], key: row => row[0] },
        { label: 'cases', cell: row => row[1], key: row => row[1], number: true, down: true },
        column(`${left}, 99 %`, 2), column(`${right}, 99 %`, 5),
        { ...column(`${left}, worst`, 3), cell: row => h('a', { href: placed({ case: idOf(row[4]), backend: left }) }, share(row[3])) },
        { ...column(`${right}, worst`, 6), cell: row => h('a', { href: placed({ case: idOf(row[7]), backend: right }) }, share(row[6])) },
        { label: 'finding', cell: row => (row[9] ? 'no worse' : h('strong', {}, row[8].length ? `worse in ${plural(row[8].length, 'case')}` : 'worse')), key: row => String(row[9]) },
      ],
      rows,
    }).element);
}
