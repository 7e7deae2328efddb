// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/replay_player.h"

#include <algorithm>
#include <cstdio>

#include "app/cli/keyboard.h"
#include "app/cli/live_view.h"

namespace lacuna::app {
namespace {

// What the drawing of `lacuna infill` needs of a request: the text and where the gaps are.
engine::InfillRequest requestOf(const storage::Run& run, const QString& text) {
  engine::InfillRequest request;
  request.text = text.toStdString();
  request.seed = run.seed;
  request.steps = run.steps;
  const auto bytes = [&](int position) {
    return static_cast<std::size_t>(QStringView(text).left(position).toUtf8().size());
  };
  for (const storage::RunGap& gap : run.gaps) request.gaps.push_back({bytes(gap.begin), bytes(gap.end), 0, 0});
  return request;
}

engine::StepFrame frameOf(const storage::Run& run, int index) {
  const storage::RunFrame& kept = run.trajectory[index];
  engine::StepFrame frame;
  frame.step = kept.step;
  frame.steps = run.steps;
  for (const auto& gaps : kept.tokens) {
    auto& candidate = frame.tokens.emplace_back();
    for (const auto& tokens : gaps) {
      auto& gap = candidate.emplace_back();
      for (const storage::RunToken& token : tokens) {
        gap.push_back({token.id, token.text.toStdString(), storage::unpackConfidence(token.confidence), token.settled,
                       token.flipped});
      }
    }
  }
  return frame;
}

std::vector<engine::GapFill> fillsOf(const storage::Run& run, int place) {
  std::vector<engine::GapFill> fills;
  if (place >= run.candidates.size()) return fills;
  for (const QString& fill : run.candidates[place].fills) fills.push_back({fill.toStdString(), 0.0F, 0});
  return fills;
}

int lastOf(const storage::Run& run) { return static_cast<int>(run.trajectory.size()) - 1; }

// The last frame at or before a step.
int frameAt(const storage::Run& run, int step) {
  int frame = 0;
  while (frame < lastOf(run) && run.trajectory[frame + 1].step <= step) ++frame;
  return frame;
}

std::string lineAbout(const storage::Run& run, int frame) {
  char line[96];
  std::snprintf(line, sizeof line, ", seed %llu, step %d of %d, %.1f s\n", static_cast<unsigned long long>(run.seed),
                run.trajectory[frame].step, run.steps, run.seconds);
  return printable(run.model.toStdString()) + line;
}

}  // namespace

void playReplay(const storage::Run& run, const QString& text, const PlayOptions& options,
                const engine::CancelFlag& stop) {
  const engine::InfillRequest request = requestOf(run, text);
  const int candidates = candidatesOf(run);
  const Keyboard keyboard(0);
  LiveView view(request, 1, {"", keyboard.there() ? "space plays, \u2190 \u2192 step, q ends" : "Ctrl+C stops"});
  int place = options.place;
  int frame = options.step < 0 ? 0 : frameAt(run, options.step);
  bool playing = options.step < 0;
  bool done = false;
  while (!done && !stop.load()) {
    view.showStep(frameOf(run, frame), place);
    const Key key = keyboard.wait(playing ? options.pace : keyboard.there() ? -1 : 0);
    const bool moved = key == Key::Left || key == Key::Right || key == Key::Home || key == Key::End;
    if (playing && key == Key::None && frame < lastOf(run)) ++frame;
    if (key == Key::Left) frame = std::max(0, frame - 1);
    if (key == Key::Right) frame = std::min(lastOf(run), frame + 1);
    if (key == Key::Home) frame = 0;
    if (key == Key::End) frame = lastOf(run);
    if (key == Key::Tab) place = (place + 1) % std::max(1, candidates);
    if (key == Key::Space && frame == lastOf(run) && !playing) frame = 0;
    if (key == Key::Space) playing = !playing;
    if (moved || frame == lastOf(run)) playing = playing && !moved && frame < lastOf(run);
    done = key == Key::Quit || (!keyboard.there() && !playing);
  }
  view.showStep(frameOf(run, frame), place);
  const std::vector<engine::GapFill> fills = fillsOf(run, place);
  if (frame == lastOf(run) && !fills.empty()) view.settle(fills);
  view.close();
  std::fputs(lineAbout(run, frame).c_str(), stdout);
}

std::string replayText(const storage::Run& run, const QString& text, const PlayOptions& options) {
  const int frame = options.step < 0 ? lastOf(run) : frameAt(run, options.step);
  const std::vector<engine::GapFill> fills = fillsOf(run, options.place);
  std::vector<std::vector<StyledRun>> gaps;
  if (frame == lastOf(run) && !fills.empty()) {
    for (const engine::GapFill& fill : fills) gaps.push_back({{fill.text, Ink::Full}});
  } else {
    const auto tokens = frameOf(run, frame).tokens;
    const auto which = static_cast<std::size_t>(options.place);
    if (which < tokens.size()) {
      for (const auto& gap : tokens[which]) gaps.push_back(drawTokens(gap));
    }
  }
  Terminal plain;
  plain.rows = 10000;
  std::string out;
  for (const std::string& line : composeGaps(requestOf(run, text), gaps, plain)) out += line + "\n";
  return out + "\n" + lineAbout(run, frame);
}

}  // namespace lacuna::app
