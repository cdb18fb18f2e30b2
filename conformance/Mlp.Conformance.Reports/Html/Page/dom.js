// Elements and numbers. Text goes into the page as text nodes only: nothing that a case or a backend says is ever read as markup.

const byId = id => document.getElementById(id);

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.startsWith('--')) element.style.setProperty(name, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);

const svg = (tag, properties, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);

// What others wrote may run from right to left: it must not turn around what stands beside it. What cannot be seen is named.
const foreign = (text, tag = 'bdi') => h(tag, { dir: 'auto' }, seen(text));

const seen = text => String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
  character => `\u2039U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u203a`);

// An id or a name, which breaks behind its separators.
const broken = id => h('bdi', { dir: 'auto' }, seen(id).split(/(?<=[/_:])/).map((part, p) => (p === 0 ? part : [h('wbr'), part])));

// What an input would have shown, had it been given.
const none = (...text) => h('p', { class: 'none' }, ...text);

const plural = (count, word) => `${whole(count)} ${word}${count === 1 ? '' : 's'}`;

const whole = count => count.toLocaleString('en-US');

// A share of a bound; -1 is infinite.
function share(value) {
  if (value === null) return '';
  if (value < 0) return 'beyond';
  if (value === 0) return '0';
  if (value < 1e-3) return value.toExponential(1);
  if (value < 100) return value.toFixed(3);
  return value < 1e5 ? whole(Math.round(value)) : value.toExponential(2);
}

function size(value) {
  if (value === null) return '';
  if (value < 0) return 'infinite';
  return value === 0 ? '0' : value.toExponential(1);
}

function ulps(value) {
  if (value === null) return '';
  if (value < 0) return 'infinite';
  if (value >= 1e5) return value.toExponential(1);
  return value >= 100 || Number.isInteger(value) ? whole(Math.round(value)) : value.toFixed(2);
}

// For sorting: nothing first, infinity last.
const rank = value => (value === null ? -1 : value < 0 ? Infinity : value);

const say = text => { byId('said').textContent = text; };
