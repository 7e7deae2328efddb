// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/report_tables.h"

#include <algorithm>
#include <cmath>

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

std::vector<double> lengthsOf(const ReportInput& input, const BlankFilter& filter) {
  std::vector<double> lengths;
  for (const Blank& blank : input.harness.blanks()) {
    if (filter(blank)) lengths.push_back(blank.length);
  }
  return lengths;
}

template <class Value>
std::vector<double> values(const Answers& answers, const Value& value) {
  std::vector<double> all;
  for (const BlankAnswer* answer : answers) all.push_back(value(*answer));
  return all;
}

double natsOf(const BlankAnswer& answer) { return answer.nats; }
double rougeOf(const BlankAnswer& answer) { return answer.rouge; }
double exactOf(const BlankAnswer& answer) { return answer.exact ? 1.0 : 0.0; }

void append(std::vector<Cell>* row, const Interval& interval) {
  row->insert(row->end(), {interval.value, interval.low, interval.high});
}

struct Summary {
  Interval nll;
  Interval bleu2;
  Interval rouge;
};

Summary summarize(const ReportInput& input, const Answers& answers, const std::vector<double>& lengths) {
  const std::uint64_t seed = input.harness.options().blanks.seed;
  const std::vector<double> nats = values(answers, natsOf);
  const std::vector<double> rouge = values(answers, rougeOf);
  const auto over = [&](const auto& statistic) { return bootstrap(answers.size(), seed, statistic); };
  return {over([&](const Draw& draw) { return ratioOver(draw, nats, lengths); }),
          over([&](const Draw& draw) { return corpusBleuOver(draw, answers, 2); }),
          over([&](const Draw& draw) { return 100 * meanOver(draw, rouge); })};
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
  Table table{"infill",
              "Blanks of tokens",
              "NLL in nats a token; of a diffusion model the bound over its orders of settling, estimated from " +
                  std::to_string(kLooks) +
                  " looks at each blank; of a model that regresses to embeddings no bound at all. BLEU (sacrebleu) and "
                  "ROUGE-L in percent, of the candidate of least risk. Low and high hold 95 % of the bootstrap.",
              {{"system", "system"},
               {"context_tokens", "context"},
               {"nll", "NLL"},
               {"nll_low", "low"},
               {"nll_high", "high"},
               {"top1", "top-1 %", 1},
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
  const std::vector<double> lengths = lengthsOf(input, isTokens);
  for (const HarnessRow& row : input.rows) {
    const Answers answers = pick(input, row, isTokens);
    const Summary summary = summarize(input, answers, lengths);
    Draw all(answers.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    const auto mean = [&](const auto& value) { return 100 * meanOver(all, values(answers, value)); };
    std::vector<Cell> cells = {row.system, contextCell(row)};
    append(&cells, summary.nll);
    cells.emplace_back(mean([](const BlankAnswer& a) { return a.right; }));
    append(&cells, summary.bleu2);
    cells.emplace_back(corpusBleuOver(all, answers, 4));
    append(&cells, summary.rouge);
    cells.emplace_back(mean([](const BlankAnswer& a) { return a.sentenceBleu; }));
    cells.emplace_back(static_cast<std::int64_t>(answers.size()));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table lengthTable(const ReportInput& input) {
  Table table{"by_length",
              "By length of the blank",
              "As above, for each length of blank by itself.",
              {{"system", "system"},
               {"context_tokens", "context"},
               {"blank_tokens", "blank"},
               {"nll", "NLL"},
               {"nll_low", "low"},
               {"nll_high", "high"},
               {"bleu2", "BLEU-2", 2},
               {"rouge_l", "ROUGE-L", 2},
               {"blanks", "blanks"}},
              {}};
  for (const HarnessRow& row : input.rows) {
    for (const int length : input.harness.options().blanks.lengths) {
      const auto filter = [&](const Blank& blank) { return isTokens(blank) && blank.length == length; };
      const Answers answers = pick(input, row, filter);
      const Summary summary = summarize(input, answers, lengthsOf(input, filter));
      std::vector<Cell> cells = {row.system, contextCell(row), static_cast<std::int64_t>(length)};
      append(&cells, summary.nll);
      cells.insert(cells.end(), {summary.bleu2.value, summary.rouge.value, static_cast<std::int64_t>(answers.size())});
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

Table differenceTable(const ReportInput& input) {
  Table table{"differences",
              "Differences, paired over the same blanks",
              "This row less the other; an interval without zero is a difference that the blanks alone do not explain. "
              "Lower NLL is better, higher BLEU.",
              {{"system", "system"},
               {"context_tokens", "context"},
               {"against", "against"},
               {"against_context_tokens", "context"},
               {"nll", "NLL"},
               {"nll_low", "low"},
               {"nll_high", "high"},
               {"bleu2", "BLEU-2", 2},
               {"bleu2_low", "low", 2},
               {"bleu2_high", "high", 2}},
              {}};
  const std::uint64_t seed = input.harness.options().blanks.seed;
  const std::vector<double> lengths = lengthsOf(input, isTokens);
  const auto compare = [&](const HarnessRow& row, const HarnessRow& other) {
    const Answers mine = pick(input, row, isTokens);
    const Answers theirs = pick(input, other, isTokens);
    const std::vector<double> a = values(mine, natsOf);
    const std::vector<double> b = values(theirs, natsOf);
    std::vector<Cell> cells = {row.system, contextCell(row), other.system, contextCell(other)};
    append(&cells, ratioDifference(a, b, lengths, seed));
    append(&cells, bootstrap(a.size(), seed, [&](const Draw& draw) {
      return corpusBleuOver(draw, mine, 2) - corpusBleuOver(draw, theirs, 2);
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
      "dist-n: different n-grams over all; div-4: over the candidates of one blank; rep-2: pairs of words that a "
      "fill has said before. Seam: nats a token of the 8 tokens on either side of the blank when they are "
      "guessed beside the fill, by the first model, at the least context. In training: the share of 4-token runs "
      "that stand word for word in the training set. The book itself is the first row.",
      {{"system", "system"},
       {"context_tokens", "context"},
       {"dist1", "dist-1"},
       {"dist2", "dist-2"},
       {"div4", "div-4"},
       {"rep2", "rep-2"},
       {"seam", "seam"},
       {"found_4grams", "in training"}},
      {}};
  const std::vector<Blank>& blanks = input.harness.blanks();
  const auto found = [&](const std::vector<std::vector<TokenId>>& texts) {
    return input.train == nullptr ? kNotMeasured : share(foundInCorpus(texts, *input.train, 4));
  };
  const auto meanOfAll = [](const std::vector<double>& all) {
    Draw draw(all.size());
    for (std::size_t i = 0; i < draw.size(); ++i) draw[i] = i;
    return meanOver(draw, all);
  };
  std::vector<WordList> goldWords;
  std::vector<std::vector<TokenId>> goldTokens;
  for (std::size_t i = 0; i < blanks.size(); ++i) {
    if (!isTokens(blanks[i])) continue;
    goldTokens.push_back(input.harness.view(i, 0).gold());
    goldWords.push_back(splitWords(input.harness.gold(i)));
  }
  table.rows.push_back({std::string("the book"), kNotMeasured, distinctOverall(goldWords, 1),
                        distinctOverall(goldWords, 2), kNotMeasured, repetition(goldWords, 2),
                        meanOfAll(input.goldBoundary), found(goldTokens)});
  for (const HarnessRow& row : input.rows) {
    const Answers answers = pick(input, row, isTokens);
    std::vector<WordList> words;
    std::vector<std::vector<TokenId>> tokens;
    for (const BlankAnswer* answer : answers) {
      words.push_back(splitWords(answer->text));
      tokens.push_back(answer->tokens);
    }
    const auto diversity = [](const BlankAnswer& a) {
      return a.candidates.size() < 2 ? kNotMeasured : diversity4(a.candidates);
    };
    table.rows.push_back({row.system, contextCell(row), distinctOverall(words, 1), distinctOverall(words, 2),
                          meanOfAll(values(answers, diversity)), repetition(words, 2),
                          meanOfAll(values(answers, [](const BlankAnswer& a) { return a.boundary; })), found(tokens)});
  }
  return table;
}

Table fillTable(const ReportInput& input) {
  constexpr std::size_t kShown = 10;
  constexpr int kBefore = 12;  // tokens
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
    const BlankView view = input.harness.view(blank, 2 * kBefore);
    const auto at = static_cast<std::int64_t>(n) + 1;
    const std::vector<TokenId> before(view.tokens.begin(), view.tokens.begin() + view.begin);
    table.rows.push_back({at, std::string("before"), oneLine(input.harness.tokenizer().decode(before))});
    table.rows.push_back({at, std::string("the book"), oneLine(input.harness.gold(blank))});
    std::vector<std::string> shown;
    for (const HarnessRow& row : input.rows) {
      if (std::find(shown.begin(), shown.end(), row.system) != shown.end()) continue;
      shown.push_back(row.system);
      table.rows.push_back({at, row.system, oneLine(row.answers[blank].text)});
    }
  }
  return table;
}

}  // namespace lacuna::engine
