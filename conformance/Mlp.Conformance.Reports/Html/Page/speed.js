// Times beside those of other libraries, as the benchmarks left them.

function speedSection() {
  const section = byId('speed');
  if (!data.speed) {
    section.append(none('No benchmarks were given: --bench FILE names the .json that conform bench leaves.'));
    return;
  }
  const { machine, works, source } = data.speed;
  const goals = works.flatMap(work => work.goals.map(goal => [work.title, ...goal]));
  section.append(
    h('p', { class: 'note' }, foreign(machine), '. From ', foreign(source, 'code'), '. Medians; the thin line ends at the 95th percentile.'),
    h('div', { class: 'grid works' }, works.filter(work => work.times.length > 0).map(work => h('figure', {},
      h('figcaption', {}, h('strong', {}, foreign(work.title)), h('span', { class: 'who' }, `${work.unit}; ${work.measured}`)), bars(work)))));
  if (goals.length > 0) {
    section.append(
      h('h3', {}, `${whole(goals.filter(goal => goal[5]).length)} of ${plural(goals.length, 'goal')} met`),
      table({
        caption: 'Goals',
        page: 40,
        columns: [
          { label: 'goal', cell: goal => foreign(goal[1]), key: goal => goal[1] },
          { label: 'work', cell: goal => foreign(goal[0]), key: goal => goal[0], wide: true },
          { label: 'due', cell: goal => goal[2], number: true },
          { label: 'measured', cell: goal => goal[3], number: true },
          { label: 'outcome', cell: goal => h('span', { class: `badge ${goal[5] ? 'passed' : 'warned'}` }, goal[4]), key: goal => goal[4] },
        ],
        rows: goals,
      }).element);
  }
}

function bars(work) {
  const most = Math.max(...work.times.map(([, , high]) => high ?? 0), 1e-12);
  const kind = name => (/^native|^Mlp/i.test(name) ? 0 : /torch/i.test(name) ? 1 : /onnx/i.test(name) ? 2 : 'due');
  return h('table', { class: 'bars' }, h('caption', { class: 'unseen' }, `${work.title}, ${work.unit}`),
    h('thead', { class: 'unseen' }, h('tr', {}, h('th', { scope: 'col' }, 'contender'), h('th', { scope: 'col' }, 'bar'), h('th', { scope: 'col' }, 'median'))),
    h('tbody', {}, work.times.map(([name, median, high]) => h('tr', {},
      h('th', { scope: 'row' }, foreign(name)),
      h('td', { class: 'bar' }, svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('line', { x1: 0, x2: (100 * high / most).toFixed(2), y1: 5, y2: 5, class: 'axis' }),
        svg('rect', { x: 0, y: 1, height: 8, width: Math.max(0.5, 100 * median / most).toFixed(2), class: `fill${kind(name)}` }))),
      h('td', { class: 'number' }, time(median))))));
}

const time = value => (value >= 1000 ? whole(Math.round(value)) : String(Number(value.toPrecision(3))));
