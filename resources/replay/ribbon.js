// SPDX-License-Identifier: 0BSD
// The context ribbon: the stretch of the text that the model read, which passages of it the gap could see, by which way,
// and how much attention each got at this step.

const wide = matchMedia('(min-width: 46.01rem)');
const reachNames = {window: 'near window', hops: 'regular hops', global: 'summary', tag: 'tagged by the author'};
const ribbon = {blocks: [], bars: [], begin: 0, end: 1, most: 0, at: -1};

function buildRibbon() {
  const blocks = data.context;
  if (!blocks.length || data.document.length === 0) return;
  ribbon.begin = Math.min(blocks[0].begin, ...data.gaps.map(gap => gap.begin));
  ribbon.end = Math.max(blocks[blocks.length - 1].end, ...data.gaps.map(gap => gap.end), ribbon.begin + 1);
  ribbon.blocks = blocks;
  ribbon.most = Math.max(1e-9, ...frames.flatMap(frame => frame.attention));
  const box = byId('ribbon');
  box.hidden = byId('passage').hidden = false;
  box.setAttribute('aria-valuemin', 1);
  box.setAttribute('aria-valuemax', blocks.length);
  const pick = event => {
    const area = box.getBoundingClientRect();
    const share = wide.matches ? (event.clientY - area.top) / area.height : (event.clientX - area.left) / area.width;
    const unit = ribbon.begin + share * (ribbon.end - ribbon.begin);
    choosePassage(blocks.findIndex(block => block.begin <= unit && unit < block.end));
  };
  box.addEventListener('pointermove', pick);
  box.addEventListener('pointerdown', pick);
  box.addEventListener('pointerleave', () => choosePassage(-1));
  box.addEventListener('blur', () => choosePassage(-1));
  box.addEventListener('focus', () => choosePassage(nearest()));
  box.addEventListener('keydown', event => {
    const move = {ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -1e9, End: 1e9}[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choosePassage(Math.min(Math.max(ribbon.at + move, 0), blocks.length - 1));
  });
  wide.addEventListener('change', layRibbon);
  layRibbon();
}

// The passage with the most attention at this step.
function nearest() {
  const attention = frames[state.frame].attention;
  return attention.length ? attention.indexOf(Math.max(...attention)) : 0;
}

// Along the text from `from` to `to`, across the ribbon from a to b (shares of its width).
function placeMark(mark, from, to, a, b) {
  const span = ribbon.end - ribbon.begin;
  const along = [100 * (from - ribbon.begin) / span + '%', `max(2px, ${100 * (to - from) / span}% - 1px)`];
  const across = [100 * a + '%', 100 * (b - a) + '%'];
  const [top, height] = wide.matches ? along : across;
  const [left, width] = wide.matches ? across : along;
  Object.assign(mark.style, {top, height, left, width});
}

function layRibbon() {
  const lane = byId('lane');
  lane.replaceChildren();
  byId('ribbon').setAttribute('aria-orientation', wide.matches ? 'vertical' : 'horizontal');
  lane.style.setProperty('--along', wide.matches ? '180deg' : '90deg');
  ribbon.bars = ribbon.blocks.map(block => {
    const reach = make('i', ['window', 'hops', 'tag', 'global'].find(name => block.reach.includes(name)) ?? '');
    placeMark(reach, block.begin, block.end, 0, .2);
    const bar = make('i', 'attention');
    lane.append(reach, bar);
    return bar;
  });
  for (const gap of data.gaps) {
    const mark = make('i', 'gap');
    placeMark(mark, gap.begin, gap.end, 0, 1);
    lane.append(mark);
  }
  const here = make('i', 'here');
  here.id = 'here';
  lane.append(here);
  if (frames.length) drawRibbon();
}

function drawRibbon() {
  if (!ribbon.blocks.length) return;
  const attention = frames[state.frame].attention;
  ribbon.bars.forEach((bar, i) => {
    const {begin, end} = ribbon.blocks[i];
    const share = Math.sqrt((attention[i] ?? 0) / ribbon.most);
    placeMark(bar, begin, end, .26, .26 + .74 * share);
    bar.style.opacity = (.25 + .6 * share).toFixed(2);
  });
  choosePassage(ribbon.at);
}

function choosePassage(index) {
  ribbon.at = index;
  const block = ribbon.blocks[index];
  const attention = frames[state.frame].attention;
  const here = byId('here');
  if (here) here.hidden = !block;
  const line = byId('passage');
  if (!block) {
    const sum = attention.reduce((a, b) => a + b, 0);
    line.textContent = `The gap saw ${ribbon.blocks.filter(one => one.reach.length).length} of the ` +
      `${ribbon.blocks.length} passages around it` +
      (attention.length ? `; ${percent(sum)} of the attention at this step fell on them.` : '.');
    return;
  }
  placeMark(here, block.begin, block.end, 0, 1);
  const ways = block.reach.map(name => reachNames[name]).join(', ') || 'not seen';
  const share = attention.length ? `, ${(100 * (attention[index] ?? 0)).toFixed(1)} % of the attention` : '';
  line.replaceChildren(make('q', '', block.opening), ` · ${ways}${share}`);
  byId('ribbon').setAttribute('aria-valuenow', index + 1);
  byId('ribbon').setAttribute('aria-valuetext', line.textContent);
}
