// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/live_view.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "app/cli/gap_markers.h"

namespace lacuna::app {
namespace {

constexpr std::chrono::milliseconds kFrameTime{33};
constexpr int kWidestText = 76;             // a measure that one wants to read, however wide the terminal
constexpr std::size_t kMostContext = 2000;  // bytes of a paragraph that are looked at on either side of a gap

std::string repeated(const char* mark, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += mark;
  return out;
}

// The paragraph's part before (or after) a byte, not beyond limit, where another gap begins or ends.
std::string before(const std::string& text, std::size_t byte, std::size_t limit) {
  std::size_t begin = byte > kMostContext ? byte - kMostContext : 0;
  begin = std::max(begin, limit);
  while (begin < byte && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  const std::string part = text.substr(begin, byte - begin);
  const auto line = part.find_last_of('\n', part.empty() ? 0 : part.size() - 1);
  return line == std::string::npos ? part : part.substr(line + 1);
}

std::string after(const std::string& text, std::size_t byte, std::size_t limit) {
  std::size_t end = std::min(byte + kMostContext, limit);
  while (end > byte && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  const std::string part = text.substr(byte, end - byte);
  return part.substr(0, part.find('\n'));
}

// At most `rows` of the lines, those with the gap in them and as much as fits around.
void keepAroundGap(std::vector<StyledLine>& lines, int rows) {
  const auto count = static_cast<int>(lines.size());
  if (count <= rows) return;
  int first = count;
  int last = 0;
  for (int i = 0; i < count; ++i) {
    if (!lines[static_cast<std::size_t>(i)].hasGap) continue;
    first = std::min(first, i);
    last = i;
  }
  if (first == count) first = last = 0;
  const int spare = std::max(0, rows - (last - first + 1));
  const int begin = std::clamp(first - spare / 2, 0, count - rows);
  lines.erase(lines.begin() + begin + rows, lines.end());
  lines.erase(lines.begin(), lines.begin() + begin);
}

}  // namespace

std::vector<StyledRun> drawTokens(const std::vector<engine::TokenState>& tokens) {
  std::vector<StyledRun> runs;
  for (const engine::TokenState& token : tokens) {
    if (token.settled) {
      const Ink ink = token.flipped             ? Ink::Flipped
                      : token.confidence < 0.3F ? Ink::Faint
                      : token.confidence < 0.7F ? Ink::Medium
                                                : Ink::Full;
      runs.push_back({token.text, ink});
      continue;
    }
    std::string guess = printable(token.text);
    std::replace(guess.begin(), guess.end(), '\n', ' ');
    if (token.confidence >= 0.5F) {
      runs.push_back({guess, token.flipped ? Ink::Flipped : Ink::Faint});
      continue;
    }
    const bool space = !guess.empty() && guess.front() == ' ';
    const char* block = token.confidence < 0.08F ? "░" : token.confidence < 0.25F ? "▒" : "▓";
    const int width = guess.empty() ? 3 : std::clamp(columnsOf(guess) - (space ? 1 : 0), 1, 12);
    std::string shown(space || guess.empty() ? 1 : 0, ' ');
    shown += repeated(block, width);
    runs.push_back({shown, Ink::Noise});
  }
  return runs;
}

std::string stepBar(int step, int steps, int cells) {
  const int full = steps > 0 ? static_cast<int>(static_cast<long long>(step) * cells / steps) : 0;
  return repeated("▮", std::clamp(full, 0, cells)) + repeated("▯", cells - std::clamp(full, 0, cells)) + " " +
         std::to_string(step) + "/" + std::to_string(steps);
}

std::vector<std::string> composeGaps(const engine::InfillRequest& request,
                                     const std::vector<std::vector<StyledRun>>& gaps, const Terminal& terminal) {
  const std::size_t count = std::min(gaps.size(), request.gaps.size());
  const int width = std::min(terminal.columns - 1, kWidestText);
  const int rows = std::max(3, terminal.rows - 4);
  const auto shown = std::clamp<std::size_t>(static_cast<std::size_t>(rows) / 4, 1, std::max<std::size_t>(count, 1));
  const int rowsEach = std::max(2, rows / static_cast<int>(shown) - 1);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count && i < shown; ++i) {
    const engine::GapRequest& gap = request.gaps[i];
    const std::size_t low = i == 0 ? 0 : request.gaps[i - 1].end;
    const std::size_t high = i + 1 < count ? request.gaps[i + 1].begin : request.text.size();
    std::vector<StyledRun> runs{{before(request.text, gap.begin, low), Ink::Context}};
    runs.insert(runs.end(), gaps[i].begin(), gaps[i].end());
    runs.push_back({after(request.text, gap.end, high), Ink::Context});
    std::vector<StyledLine> lines = wrapStyled(runs, width, terminal.colour);
    keepAroundGap(lines, rowsEach);
    if (i > 0) out.emplace_back();
    for (StyledLine& line : lines) out.push_back(std::move(line.text));
  }
  if (shown < count) out.push_back("(and " + std::to_string(count - shown) + " more gaps)");
  return out;
}

LiveView::LiveView(const engine::InfillRequest& request, int descriptor, LiveWords words)
    : request_(request), descriptor_(descriptor), words_(std::move(words)) {
  if (!words_.opening.empty()) draw({words_.opening});
}

LiveView::~LiveView() { close(); }

void LiveView::showReading(std::size_t done, std::size_t total) {
  if (Clock::now() - lastDraw_ < kFrameTime && done < total) return;
  draw({"reading the text … " + std::to_string(total == 0 ? 100 : done * 100 / total) + " % of " +
        std::to_string(total) + " tokens"});
}

void LiveView::showFrame(const engine::StepFrame& frame, int candidate) {
  if (Clock::now() - lastDraw_ < kFrameTime && frame.step < frame.steps) return;
  showStep(frame, candidate);
}

void LiveView::showStep(const engine::StepFrame& frame, int candidate) {
  const auto which = static_cast<std::size_t>(candidate);
  if (which >= frame.tokens.size()) return;
  std::vector<std::vector<StyledRun>> gaps;
  for (const auto& tokens : frame.tokens[which]) gaps.push_back(drawTokens(tokens));
  const Terminal terminal = terminalAt(descriptor_);
  std::vector<std::string> lines = composeGaps(request_, gaps, terminal);
  std::string bar =
      inked(stepBar(frame.step, frame.steps, std::clamp(terminal.columns - 40, 4, 24)), Ink::Accent, terminal.colour);
  if (terminal.columns >= 60) {
    bar += "  seed " + std::to_string(request_.seed) + "  " + words_.hint;
  }
  lines.emplace_back();
  lines.push_back(bar);
  draw(lines);
}

void LiveView::settle(const std::vector<engine::GapFill>& fills) {
  std::vector<std::vector<StyledRun>> gaps;
  for (const engine::GapFill& fill : fills) gaps.push_back({{fill.text, Ink::Full}});
  std::vector<std::string> lines = composeGaps(request_, gaps, terminalAt(descriptor_));
  lines.emplace_back();
  draw(lines);
  drawnLines_ = 0;  // they stay
}

void LiveView::draw(const std::vector<std::string>& lines) {
  // One write, so that a terminal shows the old picture or the new one; 2026 asks for that by name.
  std::string out = "\x1b[?2026h\x1b[?25l";
  if (drawnLines_ > 0) out += "\x1b[" + std::to_string(drawnLines_) + "A";
  out += "\r\x1b[J";
  for (const std::string& line : lines) out += line + "\r\n";
  out += "\x1b[?2026l";
  for (std::size_t done = 0; done < out.size();) {
    const ssize_t written = ::write(descriptor_, out.data() + done, out.size() - done);
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  drawnLines_ = static_cast<int>(lines.size());
  lastDraw_ = Clock::now();
}

void LiveView::clear() {
  if (drawnLines_ > 0) draw({});
  close();
}

void LiveView::close() {
  if (closed_) return;
  closed_ = true;
  [[maybe_unused]] const ssize_t ignored = ::write(descriptor_, "\x1b[0m\x1b[?25h", 10);
}

}  // namespace lacuna::app
