// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/surprise/surprise_lens.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QToolTip>
#include <algorithm>
#include <utility>

#include "ui/announcer.h"
#include "ui/editor/page_editor.h"
#include "ui/fonts.h"
#include "ui/gap/markers.h"

namespace lacuna::ui {
namespace {

constexpr int kEditPauseMs = 700;
constexpr int kScrollPauseMs = 200;
constexpr int kSayMs = 600;
constexpr int kAround = 24000;    // letters of the manuscript to either side of what is in sight
constexpr int kLineReach = 4000;  // letters in which a line's beginning is looked for
constexpr int kMargin = 4000;     // letters out of sight whose words are drawn already

const QString& settingName() {
  static const QString name = QStringLiteral("ui/surprise");
  return name;
}

// A place near `wanted` at which a text can be cut without its words being read otherwise: a line's beginning, else a
// space before a word, else a letter's.
int cleanCut(const QString& text, int wanted) {
  const auto line = static_cast<int>(text.lastIndexOf(u'\n', wanted)) + 1;
  if (wanted - line <= kLineReach && line < text.size() && !text.at(line).isSpace()) return line;
  for (int at = wanted; at > std::max(1, wanted - kLineReach); --at)
    if (text.at(at) == u' ' && text.at(at - 1).isLetter() && at + 1 < text.size() && text.at(at + 1).isLetter())
      return at;
  return text.at(wanted).isLowSurrogate() ? wanted - 1 : wanted;
}

}  // namespace

SurpriseLine::SurpriseLine(QWidget* parent) : QLabel(parent) {
  setObjectName(QStringLiteral("surpriseLine"));
  setFont(chromeFont(12));
  setContentsMargins(6, 0, 6, 0);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  setAccessibleName(tr("Surprise"));
  setTextFormat(Qt::PlainText);
  hide();
}

void SurpriseLine::say(const QString& line) {
  if (line == line_) return;
  line_ = line;
  setAccessibleDescription(line);
  setToolTip(line.toHtmlEscaped());
  setVisible(!line.isEmpty());
  update();
}

void SurpriseLine::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(font());
  painter.setPen(palette().color(foregroundRole()));
  const QRect area = contentsRect();
  painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                   fontMetrics().elidedText(line_, Qt::ElideRight, area.width()));
}

SurpriseLens::SurpriseLens(PageEditor& page, QObject* parent)
    : QObject(parent), page_(page), line_(new SurpriseLine(&page)), announcer_(new Announcer(&page)) {
  announcer_->setObjectName(QStringLiteral("surpriseStatus"));
  on_ = QSettings().value(settingName(), false).toBool();
  askTimer_.setSingleShot(true);
  connect(&askTimer_, &QTimer::timeout, this, &SurpriseLens::ask);
  sayTimer_.setSingleShot(true);
  sayTimer_.setInterval(kSayMs);
  connect(&sayTimer_, &QTimer::timeout, this, &SurpriseLens::announce);
  PageDocument* document = &page.pageDocument();
  connect(document, &PageDocument::edited, this, &SurpriseLens::onEdited);
  connect(document, &PageDocument::viewChanged, this, &SurpriseLens::refresh);
  connect(document, &PageDocument::holesMoved, this, &SurpriseLens::refresh);
  connect(&page, &PageEditor::moved, this, [this] {
    if (!on_) return;
    refresh();
    tellCaret();
    askSoon(kScrollPauseMs);
  });
  page.viewport()->installEventFilter(this);
}

void SurpriseLens::setOn(bool on) {
  if (on == on_) return;
  on_ = on;
  QSettings().setValue(settingName(), on);
  if (on) {
    sayWhyNot();
    askSoon(0);
  } else {
    askTimer_.stop();
    withdraw();
    forget();
    QToolTip::hideText();
  }
  refresh();
  tellCaret();
  Q_EMIT switched(on);
}

void SurpriseLens::setSource(Source source) {
  const Source before = std::exchange(source_, source);
  withdraw();
  forget();
  if (on_ && source == Source::NoBase && before != source) sayWhyNot();
  askSoon(0);
  refresh();
  tellCaret();
}

void SurpriseLens::sayWhyNot() {
  if (source_ == Source::NoBase)
    Q_EMIT sentence(
        tr("The loaded model is over no pretrained base, and only a base can be surprised: choose one that is, such as "
           "Estuary 135M, in the Model menu."));
  if (source_ == Source::Failed)
    Q_EMIT sentence(tr("No model is loaded that could be surprised: choose one in the Model menu."));
}

void SurpriseLens::openedDocument() {
  withdraw();
  forget();
  askSoon(0);
  refresh();
  tellCaret();
}

void SurpriseLens::onEdited(const QVector<Edit>& edits) {
  if (!on_) return;
  withdraw();
  for (const Edit& edit : edits) words_.edit(edit);
  stale_ = true;
  askSoon(kEditPauseMs);
  refresh();
  tellCaret();
}

// --- Asking ---------------------------------------------------------------------------------------------------

void SurpriseLens::askSoon(int milliseconds) {
  if (!on_ || source_ != Source::Ready) return;
  // Who scrolls while they write has paused no sooner for it.
  if (askTimer_.isActive() && askTimer_.remainingTime() > milliseconds) return;
  askTimer_.start(milliseconds);
}

void SurpriseLens::forget() {
  words_.clear();
  stale_ = true;
}

void SurpriseLens::withdraw() {
  if (!std::exchange(reading_, false)) return;
  stale_ = true;
  Q_EMIT withdrawn();
}

QPair<int, int> SurpriseLens::sight() const {
  const PageDocument& document = page_.pageDocument();
  const PageLayout& layout = page_.pageLayout();
  const int top = page_.verticalScrollBar()->value();
  const int width = page_.viewport()->width();
  const int height = page_.viewport()->height();
  const int begin = layout.hitTest(QPointF(0, top), Qt::FuzzyHit);
  const int end = layout.hitTest(QPointF(width, top + height), Qt::FuzzyHit);
  return {document.toManuscript(begin), std::max(document.toManuscript(begin), document.toManuscript(end))};
}

void SurpriseLens::ask() {
  if (!on_ || source_ != Source::Ready) return;
  if (page_.pageDocument().changing()) {
    askSoon(kScrollPauseMs);
    return;
  }
  const QString& text = page_.pageDocument().manuscript().text();
  if (text.isEmpty()) return;
  const auto size = static_cast<int>(text.size());
  const auto [sightBegin, sightEnd] = sight();
  const int begin = sightBegin - kAround <= 0 ? 0 : cleanCut(text, sightBegin - kAround);
  const int end = sightEnd + kAround >= size ? size : cleanCut(text, sightEnd + kAround);
  SurpriseAsk next;
  next.offset = begin;
  next.text = text.mid(begin, end - begin);
  next.cutBefore = begin > 0;
  next.cutAfter = end < size;
  next.sightBegin = sightBegin - begin;
  next.sightEnd = sightEnd - begin;
  // The same once more: it is known, or on its way.
  if (!stale_ && next.offset == asked_.offset && next.sightBegin == asked_.sightBegin &&
      next.sightEnd == asked_.sightEnd)
    return;
  next.id = ++lastId_;
  markers_.clear();
  for (const GapAsk& marker : markersIn(next.text)) markers_.push_back({begin + marker.begin, begin + marker.end});
  asked_ = next;
  reading_ = true;
  stale_ = false;
  tellCaret();
  Q_EMIT wanted(asked_);
}

void SurpriseLens::show(const SurprisePiece& piece) {
  if (!on_ || !reading_ || piece.ask != asked_.id) return;
  SurprisePiece own = piece;
  // A gap that the author has written is no word of theirs.
  const auto inMarker = [this](const SurpriseWord& w) {
    return std::any_of(markers_.cbegin(), markers_.cend(),
                       [&w](const Passage& m) { return w.begin < m.end && w.end > m.begin; });
  };
  own.words.erase(std::remove_if(own.words.begin(), own.words.end(), inMarker), own.words.end());
  words_.put(own, asked_.offset + asked_.sightBegin);
  refresh();
  tellCaret();
}

void SurpriseLens::done(quint64 ask) {
  if (ask != asked_.id) return;
  reading_ = false;
  tellCaret();
}

void SurpriseLens::fail(quint64 ask, const QString& why) {
  if (ask != asked_.id || !reading_) return;
  reading_ = false;
  stale_ = true;
  tellCaret();
  Q_EMIT sentence(why);
}

// --- Showing --------------------------------------------------------------------------------------------------

bool SurpriseLens::inView(const SurpriseWord& word, SurpriseMark* mark) const {
  const PageDocument& document = page_.pageDocument();
  for (const PageDocument::Hole& hole : document.holes()) {
    if (hole.length == 0 ? word.begin < hole.begin && word.end > hole.begin
                         : word.begin < hole.end() && word.end > hole.begin)
      return false;
  }
  mark->begin = document.toView(word.begin, true);
  mark->end = document.toView(word.end);
  mark->strength = static_cast<float>(surpriseStrength(word.nats));
  return true;
}

void SurpriseLens::refresh() {
  if (page_.pageDocument().changing()) return;  // viewChanged() or holesMoved() is to come
  QVector<SurpriseMark> marks;
  if (on_ && !words_.all().isEmpty()) {
    const auto [begin, end] = sight();
    const QVector<SurpriseWord>& words = words_.all();
    for (int i = words_.firstAfter(begin - kMargin); i < words.size() && words.at(i).begin < end + kMargin; ++i) {
      SurpriseMark mark;
      if (surpriseStrength(words.at(i).nats) > 0 && inView(words.at(i), &mark)) marks.push_back(mark);
    }
  }
  if (marks == shown_) return;
  shown_ = marks;
  page_.pageLayout().setSurprises(marks);
  page_.viewport()->update();
}

QString SurpriseLens::wordText(const SurpriseWord& word) const {
  return page_.pageDocument().manuscript().text().mid(word.begin, word.end - word.begin);
}

void SurpriseLens::tellCaret() {
  if (!on_) {
    sayTimer_.stop();
    announced_.clear();
    line_->say({});
    return;
  }
  QString line;
  SurpriseMark mark;
  const int index = words_.at(page_.cursorPosition());
  const bool told = index >= 0 && page_.modes().current().showsCaret() && inView(words_.all().at(index), &mark);
  if (told) {
    const SurpriseWord& word = words_.all().at(index);
    line = surpriseLine(wordText(word), word);
  } else if (source_ == Source::Ready && reading_) {
    line = tr("Surprise: reading\u2026");
  } else if (source_ == Source::Loading) {
    line = tr("Surprise: waiting for the model");
  } else if (source_ != Source::Ready) {
    line = tr("Surprise: needs a model over a base");
  }
  line_->say(line);
  // Only what stands out, and only where the caret rests: the reader has said the word itself.
  if (!told || mark.strength <= 0) {
    sayTimer_.stop();
    announced_.clear();
  } else if (line != announced_) {
    sayTimer_.start();
  }
}

void SurpriseLens::announce() {
  announced_ = line_->line();
  announcer_->say(announced_);
}

QString SurpriseLens::hoverAt(const QPoint& point) const {
  if (!on_ || page_.pageDocument().changing()) return {};
  const QPointF inDocument = QPointF(point) + QPointF(0, page_.verticalScrollBar()->value());
  const int view = page_.pageLayout().hitTest(inDocument, Qt::ExactHit);
  if (view < 0) return {};
  const int index = words_.at(page_.pageDocument().toManuscript(view));
  SurpriseMark mark;
  if (index < 0 || !inView(words_.all().at(index), &mark) || view < mark.begin || view > mark.end) return {};
  const SurpriseWord& word = words_.all().at(index);
  return surpriseLine(wordText(word), word);
}

bool SurpriseLens::eventFilter(QObject* watched, QEvent* event) {
  if (watched == page_.viewport() && event->type() == QEvent::ToolTip && on_) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString said = hoverAt(help->pos());
    if (said.isEmpty()) {
      QToolTip::hideText();
    } else {
      // Words of a text are no markup.
      QStringList lines;
      for (const QString& line : said.split(QStringLiteral("; "))) lines << line.toHtmlEscaped();
      QToolTip::showText(
          help->globalPos(),
          QStringLiteral("<p style='white-space: nowrap'>%1</p>").arg(lines.join(QStringLiteral("<br>"))),
          page_.viewport());
    }
    return true;
  }
  if (watched == page_.viewport() && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
    askSoon(kScrollPauseMs);
  return QObject::eventFilter(watched, event);
}

}  // namespace lacuna::ui
