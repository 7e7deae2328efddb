// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {
namespace {

constexpr std::size_t kPlaces = 12;  // of the most surprising words
constexpr std::size_t kAround = 36;  // bytes of text on either side of one, about

// A word of the text, its punctuation included, and what its tokens cost together.
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  double nats = 0;
};

bool isWhite(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

// A token counts for the word that its last byte lies in; one that ends in white space counts for none.
std::vector<Word> wordsOf(const std::string& text, const engine::TextScore& score) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < score.tokens.size(); ++i) {
    const std::size_t end = i + 1 < score.tokens.size() ? score.tokens[i + 1].begin : text.size();
    if (end == 0 || isWhite(text[end - 1])) continue;
    if (words.empty() || end > words.back().end) {
      Word word{end - 1, end, 0};
      while (word.begin > 0 && !isWhite(text[word.begin - 1])) --word.begin;
      while (word.end < text.size() && !isWhite(text[word.end])) ++word.end;
      words.push_back(word);
    }
    if (!std::isnan(score.tokens[i].logProbability)) words.back().nats -= score.tokens[i].logProbability;
  }
  return words;
}

// The words around a place, on one line.
std::string excerpt(const std::string& text, const Word& word) {
  std::size_t first = word.begin - std::min(word.begin, kAround);
  std::size_t last = std::min(text.size(), word.end + kAround);
  while (first > 0 && first < word.begin && !isWhite(text[first - 1])) ++first;
  while (last < text.size() && last > word.end && !isWhite(text[last])) --last;
  std::string line = first > 0 ? "… " : "";
  line += text.substr(first, word.begin - first) + "[" + text.substr(word.begin, word.end - word.begin) + "]" +
          text.substr(word.end, last - word.end);
  std::replace_if(line.begin(), line.end(), isWhite, ' ');
  return printable(line + (last < text.size() ? " …" : ""));
}

void printPlaces(const std::string& text, const engine::TextScore& score) {
  std::vector<Word> words = wordsOf(text, score);
  const std::size_t shown = std::min(kPlaces, words.size());
  std::partial_sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(shown), words.end(),
                    [](const Word& a, const Word& b) { return a.nats > b.nats; });
  words.resize(shown);
  std::printf("\nThe most surprising words, by line and nats:\n");
  for (const Word& word : words) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(word.begin), '\n');
    std::printf("%6lld  %5.1f  %s\n", static_cast<long long>(line), word.nats, excerpt(text, word).c_str());
  }
}

nlohmann::ordered_json number(double value) {
  return std::isnan(value) ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(value);
}

void print(const std::string& text, const engine::TextScore& score, const ScoreOptions& options) {
  if (!options.json) {
    std::printf("%s: %.3f nats a character over %lld characters, %zu tokens; read by %s.\n",
                printable(options.file).c_str(), score.natsPerCharacter, static_cast<long long>(score.characters),
                score.tokens.size(), printable(score.base).c_str());
    printPlaces(text, score);
    return;
  }
  nlohmann::ordered_json object;
  object["version"] = LACUNA_VERSION;
  object["base"] = score.base;
  object["characters"] = score.characters;
  object["nats_per_character"] = number(score.natsPerCharacter);
  object["tokens"] = nlohmann::ordered_json::array();
  for (const engine::ScoredToken& token : score.tokens) {
    object["tokens"].push_back({{"id", token.id},
                                {"begin", token.begin},
                                {"text", token.text},
                                {"log_probability", number(token.logProbability)}});
  }
  printJson(object);
}

engine::TextScore read(const std::string& text, const ScoreOptions& options) {
  engine::CancelFlag& stop = stopSoonOnInterrupt();
  const auto session = loadEngine().open(modelFolder(options.model));
  const NoteLine line;
  const engine::TextScore score = session->score(
      text,
      [&](std::size_t done, std::size_t total) {
        line.show("reading: " + std::to_string(done) + " of " + std::to_string(total) + " tokens");
      },
      stop);
  line.show({});
  return score;
}

}  // namespace

int runScore(const ScoreOptions& options) {
  return guarded([&] {
    const std::string text = readText(options.file);
    print(text, read(text, options), options);
    return kExitDone;
  });
}

}  // namespace lacuna::app
