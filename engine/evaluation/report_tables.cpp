// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/report_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/evaluation/diversity.h"
#include "engine/evaluation/memorisation.h"

namespace lacuna::engine {
namespace {

using Answers = std::vector<const BlankAnswer*>;
using BlankFilter = std::function<bool(const Blank&)>;

bool isTokens(const Blank& blank) { return blank.kind == BlankKind::kTokens; }

Cell contextCell(const HarnessRow& row) {
  return row.usesContext ? Cell(static_cast<std::int64_t>(row.context)) : Cell(kNotMeasured);
}

Answers pick(const ReportInput& input, const HarnessRow& row, const BlankFilter& filter) {
  Answers answers;
  for (std::size_t i = 0; i < row.answers.size(); ++i) {
    if (filter(input.harness.blanks()[i])) answers.push_back(&row.answers[i]);
  }
  return answers;
}

std::vector<double> charactersOf(const ReportInput& input, const BlankFilter& filter) {
  std::vector<double> characters;
  for (const Blank& blank : input.harness.blanks()) {
    if (filter(blank)) characters.push_back(blank.characters);
  }
  return characters;
}

template <class Value>
std::vector<double> values(const Answers& answers, const Value& value) {
  std::vector<double> all;
  for (const BlankAnswer* answer : answers) all.push_back(value(*answer));
  return all;
}

double natsOf(const BlankAnswer& answer) { return answer.nats; }
double rougeOf(const BlankAnswer& answer) { return answer.rouge; }
double exactOf(const BlankAnswer& answer) { return answer.exact; }
double tokensOf(const BlankAnswer& answer) { return answer.tokens; }
bool anyFilled(const Answers& answers) {
  return std::any_of(answers.begin(), answers.end(), [](const BlankAnswer* answer) { return answer->filled(); });
}

template <class Value>
double mean(const Answers& answers, const Value& value) {
  Draw all(answers.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return meanOver(all, values(answers, value));
}

void append(std::vector<Cell>* row, const Interval& interval) {
  row->insert(row->end(), {interval.value, interval.low, interval.high});
}

struct Summary {
  Interval perCharacter;
  Interval nll;
  Interval bleu2;
  Interval rouge;
};

Summary summarize(const ReportInput& input, const Answers& answers, const std::vector<double>& characters) {
  const std::uint64_t seed = input.harness.options().blanks.seed;
  const std::vector<double> nats = values(answers, natsOf);
  const std::vector<double> tokens = values(answers, tokensOf);
  const std::vector<double> rouge = values(answers, rougeOf);
  const auto over = [&](const auto& statistic) { return bootstrap(answers.size(), seed, statistic); };
  const Interval none{kNotMeasured, kNotMeasured, kNotMeasured};
  const bool filled = anyFilled(answers);
  return {over([&](const Draw& draw) { return ratioOver(draw, nats, characters); }),
          over([&](const Draw& draw) { return ratioOver(draw, nats, tokens); }),
          filled ? over([&](const Draw& draw) { return corpusBleuOver(draw, answers, 2); }) : none,
          filled ? over([&](const Draw& draw) { return 100 * meanOver(draw, rouge); }) : none};
}

double share(const std::vector<std::vector<bool>>& found) {
  double hits = 0;
  double all = 0;
  for (const auto& runs : found) {
    hits += static_cast<double>(std::count(runs.begin(), runs.end(), true));
    all += static_cast<double>(runs.size());
  }
  return all > 0 ? hits / all : kNotMeasured;
}

std::string oneLine(std::string text) {
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, "¶");
  return text;
}

}  // namespace

Table infillTable(const ReportInput& input) {
  Table table{
      "infill",
      "Blanks",
      "Nats a character of the blank's text, the one figure that models of different vocabularies share, and NLL "
      "in nats a token of each one's own; of a diffusion model the bound over its orders of settling, estimated "
      "from " +
          std::to_string(kLooks) +
          " looks at each blank; of a model that regresses to embeddings no bound at all. Cloze: how often the "
          "book's own words were found among " +
          std::to_string(kClozeTexts) +
          " passages of it, ranked as candidates are, and by the gap's own likelihood, from one look with all of "
          "it hidden. BLEU (sacrebleu) and ROUGE-L in percent, of the candidate that is offered first. Low and "
          "high hold 95 % of the bootstrap.",
      {{"system", "system"},
       {"context_tokens", "context"},
       {"nats_per_character", "nats/char"},
       {"nats_per_character_low", "low"},
       {"nats_per_character_high", "high"},
       {"nll", "NLL"},
       {"nll_low", "low"},
       {"nll_high", "high"},
       {"top1", "top-1 %", 1},
       {"cloze", "cloze %", 1},
       {"cloze_gap", "by gap %", 1},
       {"bleu2", "BLEU-2", 2},
       {"bleu2_low", "low", 2},
       {"bleu2_high", "high", 2},
       {"bleu4", "BLEU-4", 2},
       {"rouge_l", "ROUGE-L", 2},
       {"rouge_l_low", "low", 2},
       {"rouge_l_high", "high", 2},
       {"sentence_bleu", "s.BLEU", 2},
       {"blanks", "blanks"}},
      {}};
  const std::vector<double> characters = charactersOf(input, isTokens);
  for (const HarnessRow& row : input.rows) {
    const Answers answers = pick(input, row, isTokens);
    const Summary summary = summarize(input, answers, characters);
    Draw all(answers.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<Cell> cells = {row.system, contextCell(row)};
    append(&cells, summary.perCharacter);
    append(&cells, summary.nll);
    cells.emplace_back(100 * mean(answers, [](const BlankAnswer& a) { return a.right; }));
    cells.emplace_back(100 * mean(answers, [](const BlankAnswer& a) { return a.cloze; }));
    cells.emplace_back(100 * mean(answers, [](const BlankAnswer& a) { return a.clozeGap; }));
    append(&cells, summary.bleu2);
    cells.emplace_back(anyFilled(answers) ? corpusBleuOver(all, answers, 4) : kNotMeasured);
    append(&cells, summary.rouge);
    cells.emplace_back(100 * mean(answers, [](const BlankAnswer& a) { return a.sentenceBleu; }));
    cells.emplace_back(static_cast<std::int64_t>(answers.size()));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table lengthTable(const ReportInput& input) {
  Table table{"by_length",
              "By length of the blank",
              "As above, for each length of blank by itself, in tokens of four characters.",
              {{"system", "system"},
               {"context_tokens", "context"},
               {"blank_tokens", "blank"},
               {"nats_per_character", "nats/char"},
               {"nats_per_character_low", "low"},
               {"nats_per_character_high", "high"},
               {"nll", "NLL"},
               {"cloze", "cloze %", 1},
               {"cloze_gap", "by gap %", 1},
               {"bleu2", "BLEU-2", 2},
               {"rouge_l", "ROUGE-L", 2},
               {"blanks", "blanks"}},
              {}};
  for (const HarnessRow& row : input.rows) {
    for (const int length : input.harness.options().blanks.lengths) {
      const auto filter = [&](const Blank& blank) { return isTokens(blank) && blank.length == length; };
      const Answers answers = pick(input, row, filter);
      const Summary summary = summarize(input, answers, charactersOf(input, filter));
      std::vector<Cell> cells = {row.system, contextCell(row), static_cast<std::int64_t>(length)};
      append(&cells, summary.perCharacter);
      cells.insert(cells.end(), {summary.nll.value, 100 * mean(answers, [](const BlankAnswer& a) { return a.cloze; }),
                                 100 * mean(answers, [](const BlankAnswer& a) { return a.clozeGap; }),
                                 summary.bleu2.value, summary.rouge.value, static_cast<std::int64_t>(answers.size())});
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

Table differenceTable(const ReportInput& input) {
  Table table{"differences",
              "Differences, paired over the same blanks",
              "This row less the other; an interval without zero is a difference that the blanks alone do not explain. "
              "Fewer nats are better, and higher BLEU.",
              {{"system", "system"},
               {"context_tokens", "context"},
               {"against", "against"},
               {"against_context_tokens", "context"},
               {"nats_per_character", "nats/char"},
               {"nats_per_character_low", "low"},
               {"nats_per_character_high", "high"},
               {"bleu2", "BLEU-2", 2},
               {"bleu2_low", "low", 2},
               {"bleu2_high", "high", 2}},
              {}};
  const std::uint64_t seed = input.harness.options().blanks.seed;
  const std::vector<double> characters = charactersOf(input, isTokens);
  const auto compare = [&](const HarnessRow& row, const HarnessRow& other) {
    const Answers mine = pick(input, row, isTokens);
    const Answers theirs = pick(input, other, isTokens);
    const std::vector<double> a = values(mine, natsOf);
    const std::vector<double> b = values(theirs, natsOf);
    std::vector<Cell> cells = {row.system, contextCell(row), other.system, contextCell(other)};
    append(&cells, ratioDifference(a, b, characters, seed));
    const bool both = anyFilled(mine) && anyFilled(theirs);
    append(&cells, bootstrap(a.size(), seed, [&](const Draw& draw) {
      return both ? corpusBleuOver(draw, mine, 2) - corpusBleuOver(draw, theirs, 2) : kNotMeasured;
    }));
    table.rows.push_back(std::move(cells));
  };
  const HarnessRow& first = input.rows.front();
  for (const HarnessRow& row : input.rows) {
    if (row.system == first.system) {
      if (row.context != first.context) compare(row, first);
      continue;
    }
    // Against the first system at the same context.
    for (const HarnessRow& other : input.rows) {
      if (other.system == first.system && other.context == row.context) compare(other, row);
    }
  }
  return table;
}

Table wordTable(const ReportInput& input) {
  Table table{"words",
              "Single words and far names",
              "Exact: the fill is the word itself, in percent. A far name's nearest other mention is more than " +
                  std::to_string(kFar) +
                  " tokens away; it is in sight where the context holds that mention. NLL in nats a word or name.",
              {{"system", "system"},
               {"context_tokens", "context"},
               {"exact_word", "exact word", 1},
               {"exact_word_low", "low", 1},
               {"exact_word_high", "high", 1},
               {"words", "words"},
               {"exact_name", "exact name", 1},
               {"exact_name_low", "low", 1},
               {"exact_name_high", "high", 1},
               {"name_nll", "NLL of names"},
               {"names", "names"},
               {"exact_name_in_sight", "in sight", 1},
               {"names_in_sight", "of"}},
              {}};
  const std::uint64_t seed = input.harness.options().blanks.seed;
  for (const HarnessRow& row : input.rows) {
    const Answers words = pick(input, row, [](const Blank& b) { return b.kind == BlankKind::kWord; });
    const Answers names = pick(input, row, [](const Blank& b) { return b.kind == BlankKind::kFarName; });
    const Answers seen = pick(input, row, [&](const Blank& b) {
      return b.kind == BlankKind::kFarName && row.usesContext && b.distance < row.context / 2;
    });
    const auto exact = [&](const Answers& answers) {
      const std::vector<double> hits = values(answers, exactOf);
      return bootstrap(hits.size(), seed, [&](const Draw& draw) { return 100 * meanOver(draw, hits); });
    };
    const std::vector<double> nats = values(names, natsOf);
    std::vector<Cell> cells = {row.system, contextCell(row)};
    append(&cells, exact(words));
    cells.emplace_back(static_cast<std::int64_t>(words.size()));
    append(&cells, exact(names));
    cells.emplace_back(bootstrap(nats.size(), seed, [&](const Draw& draw) { return meanOver(draw, nats); }).value);
    cells.insert(cells.end(),
                 {static_cast<std::int64_t>(names.size()), exact(seen).value, static_cast<std::int64_t>(seen.size())});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table textTable(const ReportInput& input) {
  Table table{
      "texts",
      "What the fills are like",
      "dist-n: different n-grams over all; div-4: over the candidates of one blank; rep-n: runs of n words that a "
      "fill has said before. Seam: nats a token of the 8 tokens on either side of the blank when they are "
      "guessed beside the fill, by the first model, at the least context. In training: the share of 4-token runs "
      "that stand word for word in the training set. The book itself is the first row.",
      {{"system", "system"},
       {"context_tokens", "context"},
       {"dist1", "dist-1"},
       {"dist2", "dist-2"},
       {"div4", "div-4"},
       {"rep2", "rep-2"},
       {"rep4", "rep-4"},
       {"seam", "seam"},
       {"found_4grams", "in training"}},
      {}};
  const std::vector<Blank>& blanks = input.harness.blanks();
  const auto found = [&](const std::vector<std::vector<TokenId>>& texts) {
    return input.train == nullptr ? kNotMeasured : share(foundInCorpus(texts, *input.train, 4));
  };
  const auto describe = [&](const std::string& name, const Cell& context, const std::vector<std::string>& texts,
                            double diversity, double seam) {
    std::vector<WordList> words;
    std::vector<std::vector<TokenId>> tokens;
    for (const std::string& text : texts) {
      words.push_back(splitWords(text));
      tokens.push_back(input.tokenizer.encode(text));
    }
    table.rows.push_back({name, context, distinctOverall(words, 1), distinctOverall(words, 2), diversity,
                          repetition(words, 2), repetition(words, 4), seam, found(tokens)});
  };
  std::vector<std::string> gold;
  for (std::size_t i = 0; i < blanks.size(); ++i) {
    if (isTokens(blanks[i])) gold.push_back(input.harness.gold(i));
  }
  Draw all(input.goldBoundary.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  describe("the book", kNotMeasured, gold, kNotMeasured, meanOver(all, input.goldBoundary));
  for (const HarnessRow& row : input.rows) {
    const Answers answers = pick(input, row, isTokens);
    if (!anyFilled(answers)) continue;
    std::vector<std::string> texts;
    for (const BlankAnswer* answer : answers) texts.push_back(answer->text);
    const auto diversity = [](const BlankAnswer& a) {
      return a.candidates.size() < 2 ? kNotMeasured : diversity4(a.candidates);
    };
    describe(row.system, contextCell(row), texts, mean(answers, diversity),
             mean(answers, [](const BlankAnswer& a) { return a.boundary; }));
  }
  return table;
}

Table fillTable(const ReportInput& input) {
  constexpr std::size_t kShown = 10;
  constexpr int kAround = 24;  // tokens of context
  Table table{"fills",
              "Ten fills, not selected",
              "The first blanks of each length in turn, at the least context.",
              {{"blank", "blank"}, {"by", "by"}, {"text", "text"}},
              {}};
  const std::vector<Blank>& blanks = input.harness.blanks();
  const auto perLength = static_cast<std::size_t>(input.harness.options().blanks.blanks);
  const std::size_t lengths = input.harness.options().blanks.lengths.size();
  for (std::size_t n = 0; n < std::min(kShown, perLength * lengths); ++n) {
    const std::size_t blank = n % lengths * perLength + n / lengths;
    if (blank >= blanks.size()) continue;
    const BlankText shownText = input.harness.text(blank, kAround);
    const auto at = static_cast<std::int64_t>(n) + 1;
    table.rows.push_back({at, std::string("before"), oneLine(std::string(shownText.left))});
    table.rows.push_back({at, std::string("the book"), oneLine(input.harness.gold(blank))});
    std::vector<std::string> shown;
    for (const HarnessRow& row : input.rows) {
      if (!row.answers[blank].filled() || std::find(shown.begin(), shown.end(), row.system) != shown.end()) continue;
      shown.push_back(row.system);
      table.rows.push_back({at, row.system, oneLine(row.answers[blank].text)});
    }
  }
  return table;
}

}  // namespace lacuna::engine
