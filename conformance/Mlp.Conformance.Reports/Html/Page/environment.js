// What ran.

function environmentSection() {
  const section = byId('environment');
  if (backends.length === 0) { section.append(none('No results were given.')); return; }
  section.append(h('div', { class: 'grid environment' }, backends.map(backend => h('figure', {},
    h('figcaption', {}, foreign(backend.name, 'strong')),
    h('dl', {}, [['results', backend.source], ...Object.entries(backend.environment)].map(([key, value]) =>
      [foreign(key.replaceAll('_', ' '), 'dt'), foreign(value, 'dd')]))))));
  const without = backends.filter(backend => Object.keys(backend.environment).length === 0);
  if (without.length > 0) {
    section.append(none(`${without.map(backend => backend.name).join(', ')}: the results do not say what ran; JSON lines cannot, Parquet files do.`));
  }
}
