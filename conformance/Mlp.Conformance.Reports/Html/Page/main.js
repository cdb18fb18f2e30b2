// Draws the page: what is seen first at once, the rest while the page already answers.

const sections = [overview, casesSection, errorsSection, devicesSection, driftSection, trainingsSection, mutantsSection, speedSection, environmentSection];

function go() {
  const choices = location.hash.includes('=') ? Object.fromEntries(new URLSearchParams(location.hash.slice(1).replaceAll('+', '%2B'))) : null;
  if (!choices) {
    if (byId('case').open) byId('case').close();
  } else if (choices.case !== undefined) {
    openCase(choices.case, choices.backend);
  } else {
    if (byId('case').open) byId('case').close();
    setFilters({ q: '', family: '', backend: '', verdict: '', ...choices });
    byId('cases').scrollIntoView();
    byId('cases').focus({ preventScroll: true });
  }
}

byId('sections').append(...[...document.querySelectorAll('main > section')].map(section =>
  h('li', {}, h('a', { href: `#${section.id}` }, section.querySelector('h2').textContent))));

byId('case').addEventListener('close', () => {
  if (location.hash.includes('case=')) history.replaceState(null, '', Object.values(filters).some(Boolean) ? placed(filters) : '#cases');
});
// A click beside the dialog closes it, as Escape does.
byId('case').addEventListener('click', event => { if (event.target === byId('case')) byId('case').close(); });
addEventListener('hashchange', go);

sections.slice(0, 2).forEach(draw => draw());
go();
performance.mark('interactive');
(function next(s) {
  if (s === sections.length) {
    document.documentElement.dataset.ready = 'true';
    performance.mark('ready');
    return;
  }
  setTimeout(() => { sections[s](); next(s + 1); });
})(2);
