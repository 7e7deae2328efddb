// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/markdown_spans.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kMostIndent = 24;     // units
constexpr int kMostDigits = 9;      // of a number in a list
constexpr int kLongestLink = 2000;  // units

// A run of one mark that may begin or end something, as CommonMark has it.
struct Run {
  QChar mark;
  int at = 0;
  int length = 0;
  bool opens = false;
  bool closes = false;
};

bool isSign(QChar c) { return c.isPunct() || c.isSymbol(); }

Run runAt(const QString& text, int at) {
  const int size = static_cast<int>(text.size());
  Run run{text.at(at), at, 1, false, false};
  while (at + run.length < size && text.at(at + run.length) == run.mark) ++run.length;
  const QChar before = at > 0 ? text.at(at - 1) : QChar(u' ');
  const QChar after = at + run.length < size ? text.at(at + run.length) : QChar(u' ');
  const bool left = !after.isSpace() && (!isSign(after) || before.isSpace() || isSign(before));
  const bool right = !before.isSpace() && (!isSign(before) || after.isSpace() || isSign(after));
  run.opens = left;
  run.closes = right;
  if (run.mark == u'_') {
    run.opens = left && (!right || isSign(before));
    run.closes = right && (!left || isSign(after));
  }
  if (run.mark == u'~' && run.length != 2) run.opens = run.closes = false;
  return run;
}

class Finder {
 public:
  Finder(const QString& text, int from) : text_(text), at_(from), size_(static_cast<int>(text.size())) {}

  QVector<InlineSpan> find() {
    while (at_ < size_) {
      const QChar c = text_.at(at_);
      if (c == u'\\') {
        at_ += 2;
      } else if (c == u'`') {
        code();
      } else if (c == u'[') {
        bracket();
      } else if (c == u'*' || c == u'_' || c == u'~') {
        const Run run = runAt(text_, at_);
        at_ += run.length;
        emphasis(run);
      } else {
        ++at_;
      }
    }
    std::sort(spans_.begin(), spans_.end(), [](const InlineSpan& a, const InlineSpan& b) {
      return a.begin < b.begin || (a.begin == b.begin && a.end > b.end);
    });
    return spans_;
  }

 private:
  void code() {
    int width = 1;
    while (at_ + width < size_ && text_.at(at_ + width) == u'`') ++width;
    const int close = noCode_ ? -1 : static_cast<int>(text_.indexOf(QString(width, u'`'), at_ + width));
    if (close < 0) {
      noCode_ = width == 1 || noCode_;
      at_ += width;
      return;
    }
    spans_.push_back({InlineSpan::Code, at_, close + width, width, width});
    at_ = close + width;
  }

  // [words](address) and [^note]; [[a gap]] is none of them.
  void bracket() {
    const QStringView near = QStringView(text_).mid(at_, kLongestLink);
    if (near.startsWith(u"[[")) {
      const int close = static_cast<int>(near.indexOf(QLatin1String("]]")));
      at_ += close < 0 ? 2 : close + 2;
      return;
    }
    const int close = static_cast<int>(near.indexOf(u']'));
    if (close > 2 && near.at(1) == u'^') {
      spans_.push_back({InlineSpan::Note, at_, at_ + close + 1, 2, 1});
      at_ += close + 1;
      return;
    }
    if (close > 1 && close + 1 < near.size() && near.at(close + 1) == u'(') {
      const int end = static_cast<int>(near.indexOf(u')', close));
      if (end > 0) {
        spans_.push_back({InlineSpan::Link, at_, at_ + end + 1, 1, end + 1 - close});
        at_ += end + 1;
        return;
      }
    }
    ++at_;
  }

  void emphasis(Run run) {
    int& open = run.mark == u'*' ? stars_ : run.mark == u'_' ? lines_ : waves_;
    while (run.closes && open > 0 && run.length > 0) {
      auto opener = std::find_if(runs_.rbegin(), runs_.rend(), [&run](const Run& r) { return r.mark == run.mark; });
      if (opener == runs_.rend()) break;
      const int width = run.mark == u'~' ? 2 : opener->length >= 2 && run.length >= 2 ? 2 : 1;
      // What lies between has found no other end.
      for (auto between = runs_.rbegin(); between != opener; ++between) --countOf(between->mark);
      runs_.erase(opener.base(), runs_.end());
      Run& left = runs_.back();
      const InlineSpan::Kind kind = run.mark == u'~' ? InlineSpan::Strike
                                    : width == 2     ? InlineSpan::Bold
                                                     : InlineSpan::Italic;
      spans_.push_back({kind, left.at + left.length - width, run.at + width, width, width});
      left.length -= width;
      run.at += width;
      run.length -= width;
      if (left.length == 0) {
        runs_.pop_back();
        --open;
      }
    }
    if (run.opens && run.length > 0) {
      runs_.push_back(run);
      ++open;
    }
  }

  int& countOf(QChar mark) { return mark == u'*' ? stars_ : mark == u'_' ? lines_ : waves_; }

  const QString& text_;
  int at_;
  const int size_;
  QVector<InlineSpan> spans_;
  QVector<Run> runs_;
  int stars_ = 0, lines_ = 0, waves_ = 0;  // in runs_
  bool noCode_ = false;                    // no lone ` comes any more
};

}  // namespace

QVector<InlineSpan> inlineSpans(const QString& text, int from) { return Finder(text, from).find(); }

LineMark lineMarkOf(const QString& text) {
  const int size = static_cast<int>(text.size());
  LineMark mark;
  int at = 0;
  while (at < size && at < kMostIndent && (text.at(at) == u' ' || text.at(at) == u'\t')) ++at;
  mark.indent = at;
  if (at >= size) return mark;
  const QChar c = text.at(at);
  const auto blankAt = [&](int i) { return i < size && (text.at(i) == u' ' || text.at(i) == u'\t'); };
  if (c == u'#' && at == 0) {
    while (at < size && text.at(at) == u'#') ++at;
    if (at > 6 || !blankAt(at)) return mark;
    mark.kind = LineMark::Heading;
    mark.number = at;
  } else if (c == u'>' && at == 0) {
    if (++at < size && !blankAt(at)) return mark;
    mark.kind = LineMark::Quote;
  } else if ((c == u'-' || c == u'*' || c == u'+') && blankAt(at + 1)) {
    mark.kind = LineMark::Bullet;
    mark.sign = c;
    ++at;
  } else if (c >= u'0' && c <= u'9') {
    const int first = at;
    while (at < size && at - first < kMostDigits && text.at(at) >= u'0' && text.at(at) <= u'9') ++at;
    if (at >= size || (text.at(at) != u'.' && text.at(at) != u')') || !blankAt(at + 1)) return mark;
    mark.kind = LineMark::Number;
    mark.number = QStringView(text).mid(first, at - first).toInt();
    mark.sign = text.at(at++);
  } else {
    return mark;
  }
  mark.length = std::min(size, at + 1);
  return mark;
}

}  // namespace lacuna::ui
