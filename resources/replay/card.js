// SPDX-License-Identifier: 0BSD
// What else the model might have put in a token's place.

// The alternatives at this step, or, once the token has settled, those of the last step before.
function alternativesOf(gap, index) {
  for (let frame = state.frame; frame >= 0; --frame) {
    const token = tokensAt(frame, state.place, gap)[index];
    if (token?.alternatives.length) return {frame, list: token.alternatives};
  }
  return {frame: -1, list: []};
}

function describe(gap, index) {
  const token = tokensAt(state.frame, state.place, gap)[index];
  let settledAt = -1;
  let flips = 0;
  for (let frame = 0; frame <= state.frame; ++frame) {
    const then = tokensAt(frame, state.place, gap)[index];
    if (then?.flipped) ++flips;
    if (then?.settled && settledAt < 0) settledAt = frame;
    if (!then?.settled) settledAt = -1;
  }
  const words = [token.settled ? `settled at step ${frames[settledAt].step}, ${percent(token.confidence)} sure`
    : `not settled, ${percent(token.confidence)} sure`];
  if (!token.settled && data.entropy_kept) words.push(`entropy ${token.entropy.toFixed(1)}`);
  if (flips) words.push(`changed its mind ${flips === 1 ? 'once' : flips + ' times'}`);
  return words.join(', ');
}

const visible = text => text.trim() || (text.includes('\n') ? '↵' : '␣');

function drawCard() {
  const card = byId('card');
  const element = state.token && slotAt(state.token.gap, state.token.index)?.children[0];
  const token = state.token && tokensAt(state.frame, state.place, state.token.gap)[state.token.index];
  document.querySelectorAll('.token[aria-expanded]').forEach(other => other.removeAttribute('aria-expanded'));
  card.hidden = !token || element.hidden || element.parentElement.hidden;
  if (card.hidden) return;
  element.setAttribute('aria-expanded', 'true');
  const {gap, index} = state.token;
  const {frame, list} = alternativesOf(gap, index);
  const shown = shownTokens(state.frame, state.place, gap)[index];
  card.replaceChildren(make('h2', '', shown.veiled ? 'Still noise' : visible(shown.text)), make('p', '', describe(gap, index)));
  const rows = make('ol');
  const most = Math.max(...list.map(other => other.probability));
  for (const other of list) {
    const row = make('li', other.text === token.text ? 'now' : '');
    const bar = make('span');
    const fill = make('div', 'bar');
    fill.style.width = (100 * other.probability / most).toFixed(1) + '%';
    bar.append(fill);
    row.append(make('span', '', visible(other.text)), bar, make('span', 'share', percent(other.probability)));
    rows.append(row);
  }
  if (list.length) card.append(rows);
  if (list.length && frame < state.frame) card.append(make('p', '', `Likeliest at step ${frames[frame].step}.`));
  if (!list.length) card.append(make('p', '', 'No alternatives were kept for it.'));
  placeCard(card, element);
}

function placeCard(card, element) {
  const main = document.querySelector('main').getBoundingClientRect();
  const word = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const left = Math.min(Math.max(word.left - main.left - 16, 8), Math.max(8, main.width - card.offsetWidth - 8));
  card.style.left = left + 'px';
  const below = word.bottom + card.offsetHeight + 16 < byId('deck').getBoundingClientRect().top;
  const top = below || word.top < card.offsetHeight + 16 ? word.bottom + 10 : word.top - card.offsetHeight - 10;
  card.style.top = top - main.top + 'px';
}

function openCard(element) {
  state.playing = false;
  state.token = {gap: Number(element.dataset.gap), index: Number(element.dataset.index)};
  focusToken(element);
  draw();
  const {list} = alternativesOf(state.token.gap, state.token.index);
  say(`${byId('card').querySelector('h2')?.textContent}, ${describe(state.token.gap, state.token.index)}. ` +
    list.map(other => `${visible(other.text)} ${percent(other.probability)}`).join(', '));
}

function closeCard() {
  state.token = null;
  drawCard();
}
