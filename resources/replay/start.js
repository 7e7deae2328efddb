// SPDX-License-Identifier: 0BSD
// Where the page begins.

function buildFacts() {
  const run = data.run, request = run.request;
  const made = new Date(run.created);
  const date = isNaN(made) ? '' : made.toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'});
  const outcome = run.outcome === 'taken' ? `candidate ${(run.taken ?? 0) + 1} was taken` : outcomes[run.outcome];
  const facts = {
    Model: run.model,
    Weights: run.fingerprint.slice(0, 12),
    Seed: run.seed,
    Steps: String(run.steps),
    Time: run.seconds > 0 ? `${run.seconds.toFixed(1)} s` : '',
    Sampler: request.sampler,
    Temperature: request.temperature?.toFixed(2),
    'Top-p': request.topP?.toFixed(2),
    Outcome: outcome,
    Date: isNaN(made) ? '' : made.toLocaleString('en-GB', {dateStyle: 'medium', timeStyle: 'short'}),
  };
  for (const [name, value] of Object.entries(facts)) {
    if (!value) continue;
    const pair = make('div');
    pair.append(make('dt', '', name), make('dd', '', value));
    byId('facts').append(pair);
  }
  const gaps = data.gaps.length === 1 ? 'A gap' : `${data.gaps.length} gaps`;
  byId('byline').textContent = `${gaps}, filled in ${run.steps} steps by ${run.model}, seed ${run.seed}${date && ' · ' + date}`;
}

// The gap comes into view, above the deck, when the text before it is long.
function showGap() {
  const gap = gapSpans[0]?.getBoundingClientRect();
  const room = byId('deck').getBoundingClientRect().top;
  if (gap && gap.bottom + 60 > room) window.scrollTo(0, window.scrollY + gap.top - room * .42);
}

function start() {
  if (!data.document.title && data.gaps.length > 1) byId('title').textContent = 'Gaps, and how they were filled';
  buildFacts();
  if (!frames.length) return;
  buildPage();
  buildCandidates();
  byId('deck').hidden = false;
  byId('scrub').max = lastFrame;
  buildRibbon();
  byId('scrub').addEventListener('input', event => go(Number(event.target.value)));
  byId('play').addEventListener('click', play);
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', event => {
    const token = event.target.closest('.token');
    if (token) openCard(token);
    else if (state.token && !event.target.closest('#card, #deck')) closeCard();
  });
  window.addEventListener('resize', draw);
  window.addEventListener('hashchange', readFragment);
  // On paper the result, whatever stands on the screen.
  window.addEventListener('beforeprint', () => { state.onScreen = state.frame; state.frame = lastFrame; draw(); });
  window.addEventListener('afterprint', () => { state.frame = state.onScreen; draw(); });
  if (readFragment()) {
    showGap();
    return;
  }
  state.place = Math.min(data.place, places.length - 1);
  state.frame = still.matches ? lastFrame : 0;
  drawCurve();
  draw();
  showGap();
  if (!still.matches) setTimeout(() => { if (state.frame === 0 && !state.playing) play(); }, 900);
}

start();
