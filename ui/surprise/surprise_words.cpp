// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/surprise/surprise_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

constexpr float kBare = 8.0F;   // nats up to which the page shows nothing
constexpr float kFull = 13.0F;  // and from which there is no more to show

struct Said {
  Q_DECLARE_TR_FUNCTIONS(SurpriseWords)
};

// 1,834 as 1,800: nobody wants to know it more exactly.
double rounded(double number) {
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(number)) - 1));
  return std::round(number / unit) * unit;
}

}  // namespace

void SurpriseWords::edit(const Edit& edit) {
  const int removedEnd = edit.position + edit.removed;
  const int moved = static_cast<int>(edit.inserted.size()) - edit.removed;
  const auto touched = [&](const SurpriseWord& w) { return w.begin <= removedEnd && w.end >= edit.position; };
  const auto first = std::lower_bound(words_.begin(), words_.end(), edit.position,
                                      [](const SurpriseWord& w, int at) { return w.end < at; });
  auto last = first;
  while (last != words_.end() && touched(*last)) ++last;
  for (auto rest = words_.erase(first, last); rest != words_.end(); ++rest) {
    rest->begin += moved;
    rest->end += moved;
  }
}

void SurpriseWords::put(const SurprisePiece& piece, int around) {
  int begin = piece.begin;
  int end = piece.end;
  if (!piece.words.isEmpty()) {
    begin = std::min(begin, piece.words.first().begin);
    end = std::max(end, piece.words.last().end);
  }
  const int from = firstAfter(begin);
  int to = from;
  while (to < words_.size() && words_.at(to).begin < end) ++to;
  QVector<SurpriseWord> all = words_.mid(0, from);
  all += piece.words;
  all += words_.mid(to);
  if (all.size() > kMost) {
    const auto near =
        std::lower_bound(all.cbegin(), all.cend(), around, [](const SurpriseWord& w, int at) { return w.end < at; });
    const auto middle = static_cast<int>(near - all.cbegin());
    const int first = std::clamp(middle - kMost / 2, 0, static_cast<int>(all.size()) - kMost);
    all = all.mid(first, kMost);
  }
  words_ = std::move(all);
}

int SurpriseWords::firstAfter(int position) const {
  const auto found = std::upper_bound(words_.cbegin(), words_.cend(), position,
                                      [](int at, const SurpriseWord& w) { return at < w.end; });
  return static_cast<int>(found - words_.cbegin());
}

int SurpriseWords::at(int position) const {
  const int next = firstAfter(position);
  if (next < words_.size() && words_.at(next).begin <= position) return next;
  return next > 0 && words_.at(next - 1).end == position ? next - 1 : -1;
}

double surpriseStrength(float nats) {
  return std::clamp(static_cast<double>((nats - kBare) / (kFull - kBare)), 0.0, 1.0);
}

QString surpriseInWords(float nats) {
  if (nats < 0.7F) return Said::tr("just what was expected");
  const QString degree = nats < 3.0F    ? Said::tr("as good as expected")
                         : nats < kBare ? Said::tr("one of many that fit")
                         : nats < 10.0F ? Said::tr("unexpected")
                         : nats < 13.0F ? Said::tr("very unexpected")
                                        : Said::tr("hardly ever expected here");
  const double chances = std::exp(static_cast<double>(nats));
  if (chances > 1e6) return Said::tr("%1, less than 1 in a million").arg(degree);
  return Said::tr("%1, about 1 in %2").arg(degree, QLocale().toString(qRound64(rounded(chances))));
}

QString surpriseLine(const QString& word, const SurpriseWord& surprise) {
  const QString line = Said::tr("\u201c%1\u201d: %2").arg(word, surpriseInWords(surprise.nats));
  const QStringList expected = surprise.expected.split(u'\n', Qt::SkipEmptyParts);
  return expected.isEmpty() ? line : Said::tr("%1; likelier: %2").arg(line, expected.join(QStringLiteral(", ")));
}

}  // namespace lacuna::ui
