// SPDX-License-Identifier: 0BSD
// Candidates, the curve over the steps, the slider and the keys.

const outcomes = {open: 'not decided', left: 'left', stopped: 'stopped', failed: 'failed'};
const still = matchMedia('(prefers-reduced-motion: reduce)');

function buildCandidates() {
  const box = byId('candidates');
  box.hidden = places.length < 2;
  places.forEach((_, place) => {
    const label = make('label');
    const radio = make('input');
    Object.assign(radio, {type: 'radio', name: 'candidate', value: place});
    radio.addEventListener('change', () => choose(place));
    const taken = data.run.taken === place;
    label.append(radio, String(place + 1) + (taken ? ' ✓' : ''));
    label.title = data.candidates[place]?.fills.join(' · ').trim() ?? '';
    radio.setAttribute('aria-label', `Candidate ${place + 1}${taken ? ', taken' : ''}: ${label.title}`);
    box.append(label);
  });
}

function drawCurve() {
  const sums = frames.map((_, frame) => sumOf(frame, state.place));
  const most = Math.max(1e-9, ...frames.flatMap((_, frame) => places.map((__, place) => sumOf(frame, place).doubt)));
  const x = i => (1000 * i / Math.max(1, lastFrame)).toFixed(1);
  const line = value => sums.map((sum, i) => `${x(i)},${(98 - 96 * value(sum)).toFixed(1)}`).join(' ');
  const settled = line(sum => sum.settled);
  const svg = (name, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const chart = byId('chart');
  chart.replaceChildren(
    svg('polygon', {class: 'area', points: `0,100 ${settled} 1000,100`}),
    svg('polyline', {class: 'settled', points: settled}),
    svg('polyline', {class: 'doubt', points: line(sum => sum.doubt / most)}),
    svg('line', {class: 'head', id: 'head', y1: 0, y2: 100}));
  const half = sums.findIndex(sum => sum.settled >= .5);
  chart.setAttribute('aria-label', 'Share of settled words and mean doubt over the steps' +
    (half >= 0 ? `; half of the words had settled at step ${frames[half].step}.` : '.'));
}

function drawDeck() {
  const sum = sumOf(state.frame, state.place);
  const x = 1000 * state.frame / Math.max(1, lastFrame);
  byId('head')?.setAttribute('x1', x);
  byId('head')?.setAttribute('x2', x);
  byId('settled-now').textContent = `settled ${percent(sum.settled)}`;
  byId('doubt-now').textContent = `${data.entropy_kept ? 'entropy' : 'doubt'} ${sum.doubt.toFixed(2)}`;
  byId('scrub').value = state.frame;
  byId('scrub').setAttribute('aria-valuetext', `step ${frames[state.frame].step} of ${data.run.steps}, ${percent(sum.settled)} settled`);
  byId('step').textContent = `step ${frames[state.frame].step} of ${data.run.steps}`;
  const icon = state.playing ? '<path d="M3 2h4v12H3zM9 2h4v12H9z"/>' : '<path d="M4 2l10 6-10 6z"/>';
  const play = byId('play');
  if (play.dataset.icon !== icon) play.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${play.dataset.icon = icon}</svg>`;
  play.setAttribute('aria-label', state.playing ? 'Pause' : 'Play');
  document.querySelectorAll('#candidates input').forEach(radio => { radio.checked = Number(radio.value) === state.place; });
}

let speaking = 0;
function say(words) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { byId('live').textContent = words; }, 250);
}
const sayStep = () => say(`Step ${frames[state.frame].step} of ${data.run.steps}, ${percent(sumOf(state.frame, state.place).settled)} settled: ${spoken()}`);

function draw() {
  drawPage();
  drawRibbon();
  drawDeck();
  drawCard();
}

function writeFragment() {
  try {
    history.replaceState(null, '', `#step=${frames[state.frame].step}&candidate=${state.place + 1}`);
  } catch { /* some browsers forbid it for a file; the page works without */ }
}

function go(frame) {
  state.playing = false;
  state.frame = Math.min(Math.max(frame, 0), lastFrame);
  draw();
  writeFragment();
  sayStep();
}

function choose(place) {
  state.place = Math.min(Math.max(place, 0), places.length - 1);
  state.token = null;
  drawCurve();
  draw();
  if (!state.playing) writeFragment();
  sayStep();
}

let timer = 0;
function tick() {
  if (!state.playing) return;
  if (state.frame >= lastFrame) {
    go(lastFrame);
    return;
  }
  ++state.frame;
  draw();
  timer = setTimeout(tick, Math.min(320, Math.max(60, 6400 / frames.length)) * Number(byId('pace').value));
}

function play() {
  clearTimeout(timer);
  state.playing = !state.playing;
  if (state.playing && state.frame >= lastFrame) state.frame = 0;
  draw();
  if (state.playing) {
    say('Playing');
    timer = setTimeout(tick, 500);
  } else {
    go(state.frame);
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const on = event.target;
  const token = on.classList?.contains('token');
  const slider = on.type === 'range', radio = on.type === 'radio';
  const moves = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1};
  if (event.key === 'Escape' && state.token) closeCard();
  else if (event.key === 'Escape' && token) on.blur();
  else if (token && (event.key === 'Enter' || event.key === ' ')) openCard(on);
  else if (token && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) walk(on, moves[event.key]);
  else if (event.key === ' ' && on.tagName !== 'BUTTON' && on.tagName !== 'SELECT') play();
  else if (/^[1-9]$/.test(event.key) && event.key <= places.length) choose(Number(event.key) - 1);
  else if (on.tagName === 'SELECT' || radio || slider) return;
  else if (event.key in moves) go(state.frame + moves[event.key]);
  else if (event.key === 'Home') go(0);
  else if (event.key === 'End') go(lastFrame);
  else return;
  event.preventDefault();
}

function walk(from, by) {
  const all = tokenElements();
  const next = all[all.indexOf(from) + by];
  if (!next) return;
  focusToken(next);
  if (state.token) openCard(next);
}

// #step=12&candidate=2: where a link leads. False: there is none.
function readFragment() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!wanted.has('step') && !wanted.has('candidate')) return false;
  const step = Number(wanted.get('step') ?? frames[lastFrame].step);
  state.place = Math.min(Math.max(Number(wanted.get('candidate') ?? data.place + 1) - 1 || 0, 0), places.length - 1);
  state.frame = Math.max(0, frames.findLastIndex(frame => frame.step <= step));
  state.playing = false;
  drawCurve();
  draw();
  return true;
}
