// What ran.

function environmentSection() {
  const section = byId('environment');
  if (backends.length === 0) { section.append(none('No results were given.')); return; }
  const keys = [...new Set(backends.flatMap(backend => Object.keys(backend.environment)))];
  section.append(h('div', { class: 'scroll', role: 'region', 'aria-label': 'Environment', tabindex: '0' },
    h('table', { class: 'environment' }, h('caption', { class: 'unseen' }, 'What ran, by backend'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'backend'), h('th', { scope: 'col' }, 'results'), keys.map(key => h('th', { scope: 'col' }, foreign(key.replaceAll('_', ' ')))))),
      h('tbody', {}, backends.map(backend => h('tr', {},
        h('th', { scope: 'row' }, foreign(backend.name)),
        h('td', {}, foreign(backend.source, 'code')),
        keys.map(key => h('td', {}, foreign(backend.environment[key] ?? '')))))))));
  const without = backends.filter(backend => Object.keys(backend.environment).length === 0);
  if (without.length > 0) {
    section.append(none(`${without.map(backend => backend.name).join(', ')}: the results do not say what ran; JSON lines cannot, Parquet files do.`));
  }
}
