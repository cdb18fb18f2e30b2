// Pictures as inline SVG. Colours are classes, so that they follow the scheme of the page.

// Two distributions back to back: the first grows up from the axis, the second down.
function mirrored({ label, bins, left, right, leftSeries, rightSeries }) {
  const [width, height, middle, room] = [300, 112, 50, 42];
  const step = width / bins.length;
  const most = Math.max(1, ...left, ...right);
  const tall = value => (value === 0 ? 0 : Math.max(2, room * Math.sqrt(value / most)));
  const bar = (value, b, up, series) => value > 0 && svg('rect', {
    x: (b * step + 1.5).toFixed(1), width: (step - 3).toFixed(1),
    y: (up ? middle - tall(value) : middle + 1).toFixed(1), height: tall(value).toFixed(1), rx: 1.5,
    class: `fill${series}`,
  }, svg('title', {}, `${bins[b].name}: ${plural(value, 'case')}`));
  const limit = bins.findIndex(bin => bin.limit);
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    limit > 0 && svg('rect', { x: limit * step, y: 2, width: width - limit * step, height: 96, class: 'beyond' }),
    bins.map((bin, b) => [bar(left[b], b, true, leftSeries), right && bar(right[b], b, false, rightSeries)]),
    svg('line', { x1: 0, x2: width, y1: middle + 0.5, y2: middle + 0.5, class: 'axis' }),
    bins.map((bin, b) => bin.tick && svg('text', { x: (b + 0.5) * step, y: height - 3, 'text-anchor': 'middle' }, bin.tick)));
}

// Lines over epochs. Lines that lie on each other stay visible: the first is the broadest.
function lines({ label, series, logarithmic = false, format = short }) {
  const [width, height] = [360, 210];
  const frame = { left: 46, right: width - 10, top: 10, bottom: height - 26 };
  const points = series.flatMap(one => one.values.map((y, e) => [one.epochs?.[e] ?? e + 1, y]))
    .filter(([, y]) => y !== null && (!logarithmic || y > 0));
  if (points.length === 0) return none(logarithmic ? 'No difference in any epoch.' : 'No finite value in any epoch.');
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => (logarithmic ? Math.log10(y) : y));
  let [least, most] = [ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))];
  if (logarithmic) [least, most] = [Math.floor(least - 0.01), Math.ceil(most + 0.01)];
  else if (most - least < 1e-9 * Math.max(1, Math.abs(most))) [least, most] = [least - 0.5 * Math.abs(least || 1), most + 0.5 * Math.abs(most || 1)];
  else [least, most] = [least - 0.06 * (most - least), most + 0.06 * (most - least)];
  const [first, last] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  const X = x => (last === first ? (frame.left + frame.right) / 2 : frame.left + (x - first) / (last - first) * (frame.right - frame.left));
  const Y = y => frame.bottom - (y - least) / (most - least) * (frame.bottom - frame.top);
  const across = logarithmic ? decades(least, most) : ticks(least, most, 5);
  const along = ticks(first, last, 6).filter(Number.isInteger);
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    across.map(y => [
      svg('line', { x1: frame.left, x2: frame.right, y1: Y(y).toFixed(1), y2: Y(y).toFixed(1), class: 'grid' }),
      svg('text', { x: frame.left - 6, y: (Y(y) + 3.5).toFixed(1), 'text-anchor': 'end' }, logarithmic ? `1e${y}` : format(y)),
    ]),
    (along.length ? along : [first]).map(x =>
      svg('text', { x: X(x).toFixed(1), y: height - 8, 'text-anchor': 'middle' }, String(x))),
    series.map((one, s) => {
      const seen = one.values.map((y, e) => [one.epochs?.[e] ?? e + 1, y]);
      const runs = seen.reduce((all, [x, y]) => {
        if (y === null || (logarithmic && y <= 0)) all.push([]);
        else all.at(-1).push(`${X(x).toFixed(1)},${Y(logarithmic ? Math.log10(y) : y).toFixed(1)}`);
        return all;
      }, [[]]).filter(run => run.length);
      const broad = one.due ? 1.5 : Math.max(1.5, 5.5 - 2 * s);
      return svg('g', { class: `line${one.series}` }, svg('title', {}, one.name),
        runs.map(run => run.length === 1
          ? svg('circle', { cx: run[0].split(',')[0], cy: run[0].split(',')[1], r: Math.max(2.5, broad), class: 'dot' })
          : svg('polyline', { points: run.join(' '), 'stroke-width': broad, class: one.due ? 'due' : null })));
    }));
}

const short = value => {
  const size = Math.abs(value);
  return size === 0 ? '0' : size < 1e-3 || size >= 1e5 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
};

function ticks(least, most, about) {
  if (most <= least) return [least];
  const raw = (most - least) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(candidate => candidate >= 0.99 * raw);
  const all = [];
  for (let i = Math.ceil(least / step); i * step <= most + 1e-9 * step; i++) all.push(Number((i * step).toPrecision(12)));
  return all;
}

function decades(least, most) {
  const step = Math.max(1, Math.ceil((most - least) / 5));
  const all = [];
  for (let y = Math.ceil(least); y <= most; y += step) all.push(y);
  return all;
}

// Names and colours of lines and bars.
const legend = entries => h('ul', { class: 'legend' },
  entries.map(({ name, series, due }) => h('li', {},
    h('span', { class: `swatch swatch${series}${due ? ' due' : ''}`, 'aria-hidden': 'true' }), foreign(name))));
