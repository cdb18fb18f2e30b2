// Every case: searched, filtered, sorted, opened.

const filters = { q: '', family: '', backend: '', verdict: '' };
let caseTable = null;
let caseControls = null;

function casesSection() {
  const section = byId('cases');
  const search = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'id, operation, tag, note, source', oninput: () => change({ q: search.value }) });
  const family = select('Family', [['', 'all families'], ...families.map(name => [name, name])], '', value => change({ family: value }));
  const backend = select('Backend', [['', 'all backends'], ...backendNames.map(name => [name, name])], '', value => change({ backend: value }));
  const verdict = select('Verdict', [['', 'any verdict'], ['bad', 'bad: failed, error, mistrusted'], ...severity.map(name => [name, name])], '', value => change({ verdict: value }));
  const clear = h('button', { type: 'button', onclick: () => change({ q: '', family: '', backend: '', verdict: '' }) }, 'Clear');
  const found = h('p', { class: 'found', role: 'status' });
  caseControls = { search, family, backend, verdict, found };
  caseTable = table({
    caption: 'Cases',
    columns: [
      { label: 'case', cell: i => caseLink(i, filters.backend || null), key: idOf },
      { label: 'family', cell: familyOf, key: i => data.cases.family[i], wide: true },
      { label: 'verdict', cell: verdictCell, key: i => -severity.indexOf(worstVerdict(i)), down: true },
      { label: 'error/bound', cell: i => share(worstOf(ratioOf, i)), key: i => rank(worstOf(ratioOf, i)), down: true, number: true },
      { label: 'ULP', cell: i => ulps(worstOf(ulpOf, i)), key: i => rank(worstOf(ulpOf, i)), down: true, number: true, wide: true },
    ],
    rows: [],
    sort: 2,
    down: true,
    empty: 'No case is like that. Clear the filters to see all.',
  });
  section.append(
    h('form', { class: 'filters', onsubmit: event => event.preventDefault(), 'aria-label': 'Filter cases' },
      h('label', { class: 'search' }, h('span', {}, 'Search'), search), family.label, backend.label, verdict.label, clear),
    found, caseTable.element);
  showCases();
}

const asked = () => (filters.backend ? [backendNames.indexOf(filters.backend)] : backends.map((_, b) => b));

const worstVerdict = i => severity[Math.min(...asked().map(b => severity.indexOf(verdictOf(b, i))))] ?? 'absent';

const worstOf = (value, i) => asked().map(b => value(b, i)).reduce((a, b) => (rank(b) > rank(a) ? b : a), null);

// One badge where all agree, else one a verdict with the backends that it is of.
function verdictCell(i) {
  const groups = new Map();
  for (const b of asked()) {
    const kind = verdictOf(b, i);
    groups.set(kind, [...(groups.get(kind) ?? []), backendNames[b]]);
  }
  if (groups.size === 1) return badge([...groups.keys()][0]);
  return severity.filter(kind => groups.has(kind)).map((kind, k) => {
    const who = groups.get(kind);
    return h('span', { class: 'split' }, badge(kind), h('span', { class: 'who' }, who.length > 2 && k === groups.size - 1 ? 'all others' : who.join(', ')));
  });
}

let haystacks = null;
const haystack = i => {
  haystacks ??= new Array(count);
  return haystacks[i] ??= [idOf(i), familyOf(i), text(data.cases.op[i]), text(data.cases.tags[i]), text(data.cases.notes[i]), text(data.cases.source[i])].join(' ').toLowerCase();
};

function showCases() {
  const words = filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  const family = families.indexOf(filters.family);
  const rows = [];
  for (let i = 0; i < count; i++) {
    if (filters.family && data.cases.family[i] !== family) continue;
    if (filters.verdict && !asked().some(b => fits(verdictOf(b, i)))) continue;
    if (words.length && !words.every(word => haystack(i).includes(word))) continue;
    rows.push(i);
  }
  caseTable.show(rows);
  caseControls.found.textContent = `${whole(rows.length)} of ${plural(count, 'case')}`;
}

const fits = kind => (filters.verdict === 'bad' ? bad.has(kind) : kind === filters.verdict);

function setFilters(choices) {
  const known = { ...choices };
  if (known.family && !families.includes(known.family)) known.family = '';
  if (known.backend && !backendNames.includes(known.backend)) known.backend = '';
  if (known.verdict && known.verdict !== 'bad' && !kinds.includes(known.verdict)) known.verdict = '';
  Object.assign(filters, known);
  if (caseControls.search.value !== filters.q) caseControls.search.value = filters.q;
  for (const key of ['family', 'backend', 'verdict']) caseControls[key].element.value = filters[key];
  showCases();
}

// What a person chose is in the address, without a step back for every letter.
function change(choices) {
  setFilters(choices);
  history.replaceState(null, '', Object.values(filters).some(Boolean) ? placed(filters) : '#cases');
}

function openCase(id, backend) {
  const i = data.cases.id.indexOf(id);
  const dialog = byId('case');
  dialog.replaceChildren(i < 0 ? missing(id) : details(i, backend));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector('h2').focus();
}

const head = (id, ...more) => h('header', {},
  h('h2', { id: 'case-title', tabindex: '-1' }, foreign(id)), ...more,
  h('button', { type: 'button', class: 'close', onclick: () => byId('case').close() }, 'Close'));

const missing = id => h('article', {}, head('No such case'), h('p', {}, 'This report has no case ', foreign(id, 'code'), '.'));

function details(i, backend) {
  const { cases } = data;
  const facts = [
    ['family', familyOf(i)], ['operation', text(cases.op[i])], ['type', text(cases.type[i])], ['tags', text(cases.tags[i])],
    ['what it tests', text(cases.notes[i])], ['expected by', text(cases.source[i])],
  ].filter(([, value]) => value);
  const first = backendNames.indexOf(backend);
  const order = backends.map((_, b) => b).sort((a, b) =>
    (b === first) - (a === first) || severity.indexOf(verdictOf(a, i)) - severity.indexOf(verdictOf(b, i)) || a - b);
  const training = data.trainings.find(one => one.case === i);
  return h('article', {}, head(idOf(i)),
    h('dl', { class: 'facts' }, facts.map(([name, value]) => [h('dt', {}, name), foreign(value, 'dd')])),
    order.map(b => onBackend(b, i)),
    training && h('section', {}, h('h3', {}, 'Learning curves'), curvesOf(training)));
}

function onBackend(b, i) {
  const result = outcome(b, i);
  const told = result.kind === 'declined' || result.shown.every(output => output.kind !== 'failed') ? result.message : '';
  return h('section', { class: `on ${result.kind}` },
    h('h3', {}, foreign(backendNames[b]), ' ', badge(result.kind)),
    told && h('p', { class: 'message' }, foreign(told)),
    result.shown.map((output, o) => outputOf(output, result.shown.findIndex(other => other.policy === output.policy) === o)),
    result.outputs > 0 && h('p', { class: 'note' },
      [`${plural(result.compared, 'value')} in ${plural(result.outputs, 'output')}`,
        result.ratio !== null && `worst error/bound ${share(result.ratio)}`,
        result.ulp !== null && `${ulps(result.ulp)} ULP`].filter(Boolean).join(', ')
      + (result.shown.length && result.outputs > result.shown.length
        ? result.kind === 'failed' ? '; the first bad outputs are shown' : '; the worst output is shown' : '')),
    repro(commandOf(b, i)));
}

// A formula is told once.
function outputOf(output, first) {
  const policy = policies.get(output.policy);
  const rows = output.message
    ? [['output', output.path], ['wrong', output.message], ['expected', output.expected], ['actual', output.actual]]
    : [['output', output.path + (output.index === null ? '' : `, first bad index ${output.index}`)],
      ['expected', output.expected], ['actual', output.actual],
      ['worst error', `${size(output.error)} against a bound of ${size(output.bound)}: ${output.error < 0 ? 'no bound is that wide' : output.ratio < 0 ? 'no difference is allowed there' : `${share(output.ratio)} times`}`],
      ['bound', output.policy + (!policy ? ', of the case itself' : first ? `: ${policy.formula}` : '')]];
  return h('dl', { class: 'output' }, rows.map(([name, value]) => [h('dt', {}, name), foreign(value, 'dd')]));
}

function repro(command) {
  const button = h('button', {
    type: 'button', 'aria-label': 'Copy the command',
    onclick: () => navigator.clipboard.writeText(command).then(
      () => { button.textContent = 'Copied'; say('Command copied'); },
      () => { getSelection().selectAllChildren(code); say('Command selected'); }),
  }, 'Copy');
  const code = h('code', { dir: 'ltr' }, seen(command));
  return h('div', { class: 'repro' }, code, button);
}
