// SPDX-License-Identifier: 0BSD
// The page: paragraphs around the gaps, and the tokens in them.

const gapSpans = [];

// Quiet Markdown: emphasis without its marks.
function addInline(paragraph, text) {
  const emphasis = /\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|(?<![\p{L}\d])_([^_\n]+)_(?![\p{L}\d])/gu;
  let at = 0;
  for (const found of text.matchAll(emphasis)) {
    paragraph.append(text.slice(at, found.index));
    paragraph.append(make(found[1] ? 'strong' : 'em', '', found[1] ?? found[2] ?? found[3]));
    at = found.index + found[0].length;
  }
  paragraph.append(text.slice(at));
}

function startParagraph(text) {
  const heading = text.match(/^#{1,6} +(.*)$/);
  if (heading && heading[1].trim() === data.document.title) return make('p');
  if (heading) return make('h2', '', heading[1]);
  if (/^\s*([*_-] *){3,}\s*$/.test(text)) return make('p', 'break', '⁂');
  const paragraph = make('p');
  addInline(paragraph, text);
  return paragraph;
}

function buildPage() {
  const page = byId('page');
  const paragraphs = [make('p')];
  const last = () => paragraphs[paragraphs.length - 1];
  for (const part of data.page) {
    if (part.left_out) {
      const mark = make('p', 'left-out', '· · ·');
      mark.setAttribute('aria-label', 'text that is left out');
      paragraphs.push(mark, make('p'));
    } else if (part.text !== undefined) {
      const lines = part.text.split('\n');
      if (last().childNodes.length) addInline(last(), lines[0]);
      else paragraphs.push(startParagraph(lines[0]));
      for (const line of lines.slice(1)) paragraphs.push(startParagraph(line));
    } else {
      if (data.document.length === 0 && gapSpans.length) paragraphs.push(make('p'));
      const span = make('span', 'gap');
      span.setAttribute('role', 'group');
      span.setAttribute('aria-label', data.gaps.length > 1 ? `Gap ${part.gap + 1}` : 'The gap');
      gapSpans[part.gap] = span;
      last().append(span);
    }
  }
  page.replaceChildren(...paragraphs.filter(paragraph => paragraph.textContent.trim() || paragraph.querySelector('.gap')));
}

const measure = (() => {
  const pen = document.createElement('canvas').getContext('2d');
  return text => {
    const style = getComputedStyle(byId('page'));
    pen.font = `${style.fontSize} ${style.fontFamily}`;
    return Math.max(pen.measureText(text).width, parseFloat(style.fontSize) * .3);
  };
})();

const ramp = (x, from, to) => Math.min(1, Math.max(0, (x - from) / (to - from)));

// How sharp and how strong a letter of this ink is; as the program paints it (ui/editor/gap_painter.cpp).
function lookOf(ink) {
  return {
    block: .2 * (1 - ramp(ink, .22, .62)),
    alpha: .2 + .3 * ramp(ink, .2, .5) + .3 * ramp(ink, .5, .8),
    blur: 4.4 - 2 * ramp(ink, .2, .5) - 2 * ramp(ink, .5, .8),
  };
}

function slotAt(gap, index) {
  const span = gapSpans[gap];
  while (span.children.length <= index) {
    const slot = make('span', 'slot');
    const token = make('span', 'token');
    token.setAttribute('role', 'button');
    token.tabIndex = -1;
    token.dataset.gap = gap;
    token.dataset.index = span.children.length;
    slot.append('', token, '');
    span.append(slot);
  }
  return span.children[index];
}

function drawToken(slot, token) {
  const element = slot.children[0];
  const text = token.text.trim();
  const lead = text ? token.text.slice(0, token.text.indexOf(text)) : token.text;
  slot.firstChild.data = lead;
  slot.lastChild.data = token.text.slice(lead.length + text.length);
  element.hidden = !text;
  element.className = 'token' + (token.veiled ? ' veiled' : '') + (token.settled ? ' settled' : '') +
    (token.fresh ? ' fresh' : '') + (token.flipped && !token.veiled ? ' flipped' : '');
  element.textContent = token.veiled ? '' : text;
  element.style.width = token.veiled ? measure(text).toFixed(1) + 'px' : '';
  const look = lookOf(token.ink);
  element.style.setProperty('--block', token.veiled ? .22 - .06 * token.ink : look.block);
  element.style.setProperty('--alpha', look.alpha);
  element.style.setProperty('--blur', look.blur.toFixed(2) + 'px');
  element.classList.toggle('sharp', !token.settled && !token.veiled && look.blur < 1);
  element.setAttribute('aria-label', (token.veiled ? 'noise' : text) + (token.settled ? '' : `, ${percent(token.confidence)} sure`));
}

// The end of a run may differ from its last step by more than the seams: then the fill stands there as one piece.
function drawGap(gap) {
  const tokens = shownTokens(state.frame, state.place, gap);
  const fill = fillOf(state.place, gap);
  const ended = state.frame === lastFrame && fill !== undefined;
  if (ended && tokens.map(token => token.text).join('') !== fill) {
    tokens.splice(0, tokens.length, {text: fill, ink: 1, settled: true, confidence: 1});
  }
  tokens.forEach((token, index) => drawToken(slotAt(gap, index), token));
  [...gapSpans[gap].children].forEach((slot, index) => { slot.hidden = index >= tokens.length; });
}

function drawPage() {
  gapSpans.forEach((_, gap) => drawGap(gap));
  const all = tokenElements();
  if (!all.some(token => token.tabIndex === 0) && all.length) all[0].tabIndex = 0;
}

const tokenElements = () =>
  [...document.querySelectorAll('.token')].filter(token => !token.hidden && !token.parentElement.hidden);

// One of the gap's tokens is in the tab order; arrows go to the others.
function focusToken(element) {
  for (const token of document.querySelectorAll('.token')) token.tabIndex = token === element ? 0 : -1;
  element.focus({preventScroll: false});
}

// What a reader hears of the gaps.
const spoken = () => gapSpans.map((_, gap) => shownTokens(state.frame, state.place, gap)
  .map(token => token.settled ? token.text : ' …').join('').replace(/( …)+/g, ' …').trim()).join('; ');
