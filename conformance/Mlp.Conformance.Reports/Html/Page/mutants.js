// Backends that are wrong in one place each, and what kills them.

function mutantsSection() {
  const section = byId('mutants');
  if (!data.mutants) {
    section.append(none('No table of mutants was given: --mutants docs/mutants.md names one.'));
    return;
  }
  const { rows, source } = data.mutants;
  const killed = rows.filter(row => row[5] > 0).length;
  const listed = table({
    caption: 'Mutants',
    page: 25,
    columns: [
      { label: 'what it does', cell: row => foreign(row[0]), key: row => row[0] },
      { label: 'family', cell: row => row[1], key: row => row[1] },
      { label: 'first killing case', cell: row => (row[4] !== null ? caseLink(row[4]) : row[3] ?? h('strong', {}, 'none: it lives')), key: row => row[3] ?? '', wide: true },
      { label: 'killed by', cell: row => `${row[5]} of ${row[6]}`, key: row => row[5] / row[6], number: true, down: true },
    ],
    rows,
    empty: 'No mutant is like that.',
  });
  const search = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    listed.show(rows.filter(row => words.every(word => row.slice(0, 4).join(' ').toLowerCase().includes(word))));
  } });
  section.append(
    h('p', {}, `${whole(killed)} of ${plural(rows.length, 'mutant')} are killed. `, h('span', { class: 'note' }, 'From ', foreign(source, 'code'), '; each is the truth with one place changed, and must fail a case of its own family.')),
    h('div', { class: 'filters' }, h('label', { class: 'search' }, h('span', {}, 'Search mutants'), search)),
    listed.element);
}
