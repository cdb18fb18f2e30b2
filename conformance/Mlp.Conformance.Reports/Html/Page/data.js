// The report's data, as PageData.cs wrote them, and the words for what they mean.

const data = JSON.parse(byId('data').textContent);
const { families, backends, verdicts: kinds } = data;
const text = number => (number === null ? '' : data.texts[number]);
const count = data.cases.id.length;
const backendNames = backends.map(backend => backend.name);
const policies = new Map(data.policies.map(([name, formula, reason]) => [name, { formula, reason }]));

// How much a verdict matters, the worst first.
const severity = ['failed', 'error', 'mistrusted', 'warned', 'declined', 'absent', 'passed'];
const bad = new Set(['failed', 'error', 'mistrusted']);

// The native backend: cpu, else the first of its paths.
const nativeBackend = backendNames.includes('cpu') ? backendNames.indexOf('cpu') : backendNames.findIndex(name => name.startsWith('cpu:'));

// Colours that the colour-blind tell apart too: native, TorchSharp, then whoever else there is.
const seriesOf = (() => {
  const kind = name => name.split(':')[0];
  const native = nativeBackend;
  let next = 1;
  const series = backendNames.map((name, b) => (b === native ? 0 : kind(name) === 'torch' ? 1 : 2 + (next++ + 3) % 4));
  return backend => series[backend];
})();

// How case i went on backend b.
function outcome(b, i) {
  const [kind, ratio, ulp, compared, outputs, message, ...shown] = data.outcomes[backends[b].outcomes[i]];
  return {
    kind: kinds[kind], ratio, ulp, compared, outputs, message: text(message),
    shown: shown.map(([path, verdict, share, error, bound, policy, expected, actual, index, note]) => ({
      path: text(path), kind: kinds[verdict], ratio: share, error, bound, policy: text(policy),
      expected, actual: actual ?? expected, index, message: text(note),
    })),
  };
}

const verdictOf = (b, i) => kinds[data.outcomes[backends[b].outcomes[i]][0]];
const ratioOf = (b, i) => data.outcomes[backends[b].outcomes[i]][1];
const ulpOf = (b, i) => data.outcomes[backends[b].outcomes[i]][2];
const idOf = i => data.cases.id[i];
const familyOf = i => families[data.cases.family[i]];
const commandOf = (b, i) => `${backends[b].command} ${data.quoted[i] ?? idOf(i)}`;

// A place in the page that can be sent to somebody: #case=ID&backend=NAME, #family=...&verdict=...
const placed = choices =>
  '#' + Object.entries(choices).filter(([, value]) => value).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');

const caseLink = (i, backend) =>
  i === null ? '' : h('a', { href: placed({ case: idOf(i), backend }), class: 'id' }, broken(idOf(i)));

const badge = (kind, ...more) => h('span', { class: `badge ${kind}` }, kind, ...more);
