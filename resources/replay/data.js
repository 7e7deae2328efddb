// SPDX-License-Identifier: 0BSD
// The run, unpacked. docs/replay.md says what the packed numbers mean.
'use strict';

const byId = id => document.getElementById(id);
const data = JSON.parse(byId('data').textContent);

function unpackFrames(numbers, pieces, count) {
  const letters = " !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  const valueOf = new Map([...letters].map((letter, value) => [letter, value]));
  let at = 0;
  const number = () => {
    for (let value = 0, scale = 1; ; scale *= 45) {
      const digit = valueOf.get(numbers[at++]);
      if (digit < 45) return value + digit * scale;
      value += (digit - 45) * scale;
    }
  };
  const times = (n, make) => Array.from({length: n}, make);
  const none = {text: '', confidence: 0, entropy: 0, alternatives: []};
  const token = before => {
    const flags = number();
    return {
      settled: (flags & 1) > 0,
      flipped: (flags & 2) > 0,
      text: flags & 4 ? pieces[number()] : before.text,
      confidence: flags & 8 ? number() / 255 : before.confidence,
      entropy: flags & 16 ? number() / 16 : before.entropy,
      alternatives: flags & 32
        ? times(number(), () => ({text: pieces[number()], probability: number() / 255}))
        : before.alternatives,
    };
  };
  const frames = [];
  for (let f = 0; f < count; ++f) {
    const step = number();
    let shape = f > 0 ? frames[f - 1].tokens : null;
    if (number() === 1) shape = times(number(), () => times(number(), () => times(number(), () => none)));
    frames.push({
      step,
      tokens: shape.map(gaps => gaps.map(tokens => tokens.map(token))),
      attention: times(number(), () => number() / 10000),
    });
  }
  return frames;
}

const frames = unpackFrames(data.numbers, data.pieces, data.frames);
const lastFrame = frames.length - 1;
const candidateCount = frames.length ? frames[lastFrame].tokens.length : 0;

// The candidates, best first.
const places = [...Array(candidateCount).keys()];

const fillOf = (place, gap) => data.candidates[place]?.fills[gap];
const tokensAt = (frame, place, gap) => frames[frame].tokens[place]?.[gap] ?? [];
const allTokens = (frame, place) => data.gaps.flatMap((_, gap) => tokensAt(frame, place, gap));

// From this confidence on the page shows a guess, and goes on showing one.
const kShowGuess = 26 / 255;

// A gap's tokens as the page draws them at a frame; the first and the last carry the fill's own space at the seams.
function shownTokens(frame, place, gap) {
  const end = tokensAt(lastFrame, place, gap);
  const shown = tokensAt(frame, place, gap).map((token, i) => {
    let text = token.text;
    let veiled = !token.settled;
    for (let f = frame; veiled && f >= 0; --f) {
      const then = tokensAt(f, place, gap)[i];
      if (!then) break;
      if (then.confidence < kShowGuess || !then.text.trim()) continue;
      text = then.text;
      veiled = false;
    }
    if (veiled) text = end[i]?.text ?? text;
    if (!token.settled) text = text.replaceAll('\n', ' ');
    const ink = token.settled ? 1 : .8 * Math.sqrt(token.confidence);
    const fresh = token.settled && frame > 0 && frame < lastFrame && !tokensAt(frame - 1, place, gap)[i]?.settled;
    return {...token, text, veiled, ink, fresh};
  });
  const fill = fillOf(place, gap);
  if (fill !== undefined && shown.length) {
    const first = shown[0], last = shown[shown.length - 1];
    first.text = fill.match(/^\s*/)[0] + first.text.trimStart();
    last.text = last.text.trimEnd() + fill.match(/\s*$/)[0];
  }
  return shown;
}

// Share of settled tokens; mean entropy of the others, in nats (1 - confidence where the run kept no entropies). Before
// the first step the model has looked at nothing yet: its doubt is that of the first.
function sumOf(frame, place) {
  const tokens = allTokens(frame, place);
  const open = tokens.filter(token => !token.settled);
  const doubts = open.map(token => data.entropy_kept ? token.entropy : 1 - token.confidence);
  return {
    settled: tokens.length ? 1 - open.length / tokens.length : 0,
    doubt: frames[frame].step === 0 && frame < lastFrame ? sumOf(frame + 1, place).doubt
      : open.length ? doubts.reduce((a, b) => a + b, 0) / open.length : 0,
  };
}

const percent = share => (share > 0 && share < .01 ? '< 1' : Math.round(share * 100)) + ' %';
const make = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

// What is shown now. place counts candidates from 0, best first.
const state = {frame: 0, place: 0, playing: false, token: null};
