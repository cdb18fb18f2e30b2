// Learning curves: the trainings of the suite on every backend, and the user's own.

function trainingsSection() {
  const section = byId('trainings');
  section.append(...ownTrainings(), h('h3', {}, 'Trainings of the suite'));
  const trained = data.trainings.filter(training => training.backends.some(curve => curve >= 0));
  if (trained.length === 0) {
    section.append(none('No results of trainings were given: the families fit, fit_real and history hold them.'));
    return;
  }
  // Real data first, then the longest: there is most to see.
  const epochs = training => Math.max(0, ...training.expected.map(values => values.length));
  trained.sort((a, b) => (familyOf(b.case) === 'fit_real') - (familyOf(a.case) === 'fit_real') || epochs(b) - epochs(a) || a.case - b.case);
  const shown = h('div');
  const picked = select('Training', trained.map((training, t) => [String(t), `${idOf(training.case)} (${plural(epochs(training), 'epoch')})`]), '0', value => draw(Number(value)));
  const step = by => {
    const next = (Number(picked.element.value) + by + trained.length) % trained.length;
    picked.element.value = String(next);
    draw(next);
  };
  section.append(
    h('p', { class: 'note' }, `${plural(trained.length, 'training')}. Where lines lie on each other the broader one is below; the dashed one is what is due. The second row shows how far each backend lies from it, epoch by epoch.`),
    h('div', { class: 'filters' }, picked.label,
      h('button', { type: 'button', onclick: () => step(-1) }, 'Previous'), h('button', { type: 'button', onclick: () => step(1) }, 'Next')),
    shown);

  function draw(t) {
    shown.replaceChildren(h('p', { class: 'note' }, caseLink(trained[t].case), ' ', foreign(text(data.cases.notes[trained[t].case]) || text(data.cases.source[trained[t].case]))), curvesOf(trained[t]));
  }

  draw(0);
}

function curvesOf(training) {
  const here = training.backends.map((curve, b) => ({ b, curve })).filter(({ curve }) => curve >= 0);
  const due = training.expected.some(values => values.length);
  const title = (key, more) => h('figcaption', {}, h('strong', {}, key), more && h('span', { class: 'who' }, more));
  const draw = (k, which, logarithmic) => lines({
    label: `${text(training.keys[k])} over epochs, ${here.map(({ b }) => backendNames[b]).join(', ')}`,
    logarithmic,
    series: [
      ...here.map(({ b, curve }) => ({ name: backendNames[b], series: seriesOf(b), values: training.curves[curve][k][which] })),
      ...(which === 0 && training.expected[k].length ? [{ name: 'expected', series: 'due', due: true, values: training.expected[k] }] : []),
    ],
  });
  return h('div', {},
    legend([...here.map(({ b }) => ({ name: backendNames[b], series: seriesOf(b) })), ...(due ? [{ name: 'expected', series: 'due', due: true }] : [])]),
    h('div', { class: 'grid curves' },
      training.keys.map((key, k) => h('figure', {}, title(text(key), ''), draw(k, 0, false))),
      due && training.keys.map((key, k) => h('figure', {}, title(text(key), 'distance from what is due'), draw(k, 1, true)))));
}

function ownTrainings() {
  const title = h('h3', {}, 'Your own trainings');
  if (data.histories.length === 0) {
    return [title, none('No history was given: conform train --history FILE leaves one, and --history TITLE=FILE@BACKEND shows it here; those of one title share their pictures.')];
  }
  const groups = Map.groupBy(data.histories, history => history.title);
  return [title, ...[...groups].map(([name, members]) => {
    const keys = [...new Set(members.flatMap(member => Object.keys(member.figures)))];
    return h('section', { class: 'own' }, h('h4', {}, foreign(name)),
      legend(members.map((member, m) => ({ name: member.series, series: m % 6 }))),
      h('div', { class: 'grid curves' }, keys.map(key => h('figure', {}, h('figcaption', {}, foreign(key, 'strong')),
        lines({
          label: `${name}: ${key} over epochs, ${members.map(member => member.series).join(', ')}`,
          series: members.map((member, m) => ({ name: member.series, series: m % 6, epochs: member.epochs, values: member.figures[key] ?? [] })),
        })))),
      h('p', { class: 'note' }, members.map(member =>
        `${member.series}: ${keys.filter(key => member.figures[key]?.length).map(key => `${key} ${short(member.figures[key].at(-1) ?? NaN)}`).join(', ')} at the end`).join('; ')));
  })];
}
