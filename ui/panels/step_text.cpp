// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/step_text.h"

#include <QGlyphRun>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/editor/gap_painter.h"
#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr qreal kLetters = 16;
constexpr qreal kLineHeight = 27;

// On one line, cut at a word.
QString oneLine(QString text) { return text.replace(u'\n', u' '); }

QString before(const QString& text, int position, int letters) {
  const int from = std::max(0, position - letters);
  QString piece = oneLine(text.mid(from, position - from));
  const qsizetype space = piece.indexOf(u' ');
  return from > 0 && space >= 0 ? QStringLiteral("\u2026") + piece.mid(space) : piece;
}

QString after(const QString& text, int position, int letters) {
  QString piece = oneLine(text.mid(position, letters));
  const qsizetype space = piece.lastIndexOf(u' ');
  return position + letters < text.size() && space >= 0 ? piece.left(space) + QStringLiteral(" \u2026") : piece;
}

void paintWave(QPainter& painter, const QRectF& rect, const QColor& color) {
  painter.setPen(QPen(color, 1.4));
  const qreal y = rect.bottom() - 2;
  bool up = true;
  for (qreal x = rect.left(); x + 3 <= rect.right(); x += 3, up = !up)
    painter.drawLine(QPointF(x, up ? y : y - 2.5), QPointF(x + 3, up ? y - 2.5 : y));
}

}  // namespace

QColor expertColor(int expert, bool dark) {
  // Steps of the golden angle keep neighbours apart.
  return QColor::fromHsl((24 + expert * 137) % 360, dark ? 95 : 120, dark ? 150 : 110);
}

StepText::StepText(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Words of the step"));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  layout_.setFont(pageFont(kLetters));
}

void StepText::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void StepText::addGap(QString* text, const RunView& run, const QVector<RunToken>& tokens, int gap,
                      const QVector<StepEditAsk>& edits) {
  for (int t = 0; t < tokens.size(); ++t) {
    Piece piece;
    piece.gap = gap;
    piece.token = t;
    piece.state = tokens.at(t);
    if (piece.state.settled && piece.state.text.isEmpty()) continue;  // behind where the gap has ended
    for (const StepEditAsk& edit : edits) {
      if (edit.gap != gap || edit.token != t) continue;
      piece.edited = true;
      piece.state.settled = !edit.text.isEmpty();
      const bool space = piece.state.text.startsWith(u' ');
      piece.state.text = (space ? QStringLiteral(" ") : QString()) +
                         (edit.text.isEmpty() ? QStringLiteral("\u00b7\u00b7\u00b7") : edit.text);
    }
    QString shown = piece.state.text.isEmpty() ? QStringLiteral(" \u00b7\u00b7\u00b7") : oneLine(piece.state.text);
    const qsizetype space = shown.startsWith(u' ') ? 1 : 0;
    piece.begin = static_cast<int>(text->size() + space);
    *text += shown;
    piece.end = static_cast<int>(text->size());
    pieces_.push_back(piece);
  }
  Q_UNUSED(run)
}

void StepText::show(const RunView& run, const RunPlace& place, const QVector<StepEditAsk>& edits) {
  const auto tokens = tokensAt(run, place);
  const QVector<GapAsk>& gaps = run.item.ask.gaps;
  pieces_.clear();
  QString text;
  // What stands between two gaps that are near each other is shown once.
  const auto near = [&](int g) {
    return g > 0 && g < gaps.size() && !run.text.isEmpty() && gaps.at(g).begin - gaps.at(g - 1).end <= 2 * around_;
  };
  for (int g = 0; g < tokens.size(); ++g) {
    const bool framed = g < gaps.size() && !run.text.isEmpty();
    if (near(g)) {
      const int from = gaps.at(g - 1).end;
      text += oneLine(run.text.mid(from, gaps.at(g).begin - from));
    } else if (framed) {
      text += before(run.text, gaps.at(g).begin, around_);
    }
    addGap(&text, run, tokens.at(g), g, edits);
    if (near(g + 1)) continue;
    if (framed) text += after(run.text, gaps.at(g).end, around_);
    if (g + 1 < tokens.size()) text += QStringLiteral(" \u00b7 ");
  }
  if (text != layout_.text()) {
    layout_.setText(text);
    heights_.clear();
    lay(width());
    setAccessibleDescription(text);
  }
  chosen_ = std::min(chosen_, static_cast<int>(pieces_.size()) - 1);
  hovered_ = -1;
  if (minimumHeight() != heightForWidth(width())) {
    setMinimumHeight(heightForWidth(width()));
    updateGeometry();
  }
  update();
}

void StepText::setMarks(const QVector<QVector<LensMark>>& marks, LensKind kind) {
  marks_ = marks;
  kind_ = kind;
  update();
}

void StepText::setChanges(const QVector<QVector<TokenChange>>& changes) {
  changes_ = changes;
  update();
}

void StepText::setChosen(int gap, int token) {
  chosen_ = -1;
  for (int i = 0; i < pieces_.size(); ++i)
    if (pieces_.at(i).gap == gap && pieces_.at(i).token == token) chosen_ = i;
  update();
}

int StepText::tokenCount() const { return static_cast<int>(pieces_.size()); }

QRect StepText::tokenRect(int index) const {
  if (index < 0 || index >= pieces_.size()) return {};
  const QVector<QRectF> rects = rectsOf(pieces_.at(index));
  return rects.isEmpty() ? QRect() : rects.first().toAlignedRect();
}

void StepText::lay(qreal width) {
  layout_.beginLayout();
  qreal y = 0;
  for (QTextLine line = layout_.createLine(); line.isValid(); line = layout_.createLine()) {
    line.setLineWidth(std::max(40.0, width));
    line.setPosition(QPointF(0, y + (kLineHeight - line.height()) / 2));
    y += kLineHeight;
  }
  layout_.endLayout();
}

int StepText::heightForWidth(int width) const {
  const auto known = heights_.constFind(width);
  if (known != heights_.cend()) return *known;
  QTextLayout layout(layout_.text(), layout_.font());
  layout.beginLayout();
  int lines = 0;
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine(), ++lines)
    line.setLineWidth(std::max(40, width));
  layout.endLayout();
  const int height = qRound(std::max(1, lines) * kLineHeight) + 2;
  heights_.insert(width, height);
  return height;
}

void StepText::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  lay(width());
  setMinimumHeight(heightForWidth(width()));
}

QVector<QRectF> StepText::rectsOf(const Piece& piece) const {
  QVector<QRectF> rects;
  for (int i = 0; i < layout_.lineCount(); ++i) {
    const QTextLine line = layout_.lineAt(i);
    const int from = std::max(piece.begin, line.textStart());
    const int to = std::min(piece.end, line.textStart() + line.textLength());
    if (from >= to) continue;
    const qreal x1 = line.cursorToX(from);
    const qreal x2 = line.cursorToX(to);
    rects.push_back({x1 - 1, i * kLineHeight + 2, x2 - x1 + 2, kLineHeight - 4});
  }
  return rects;
}

void StepText::paintPiece(QPainter& painter, const Piece& piece, bool chosen) {
  const LensMark mark = marks_.value(piece.gap).value(piece.token);
  const TokenChange change = changes_.value(piece.gap).value(piece.token, TokenChange::Same);
  const bool expert = kind_ == LensKind::Experts && mark.number >= 0;
  const QColor tint = expert ? expertColor(mark.number, theme_.dark) : theme_.accent2;
  for (const QRectF& rect : rectsOf(piece)) {
    painter.setPen(Qt::NoPen);
    if (!piece.state.settled && kind_ == LensKind::None) {
      painter.setBrush(withAlpha(theme_.accent, 0.16 * (1.0 - 0.7 * static_cast<qreal>(confidenceOf(piece.state)))));
      painter.drawRoundedRect(rect.adjusted(0, 2, 0, -2), 4, 4);
    }
    if (mark.share >= 0) {
      const qreal share = static_cast<qreal>(mark.share);
      painter.setBrush(withAlpha(tint, expert ? 0.24 : 0.05 + 0.38 * share));
      painter.drawRoundedRect(rect, 3, 3);
      // The same once more as a shape: a line that grows from the left. Experts have their number instead.
      painter.setBrush(tint);
      if (!expert && share > 0) painter.drawRect(QRectF(rect.left(), rect.bottom() - 2, rect.width() * share, 2));
    }
    if (change == TokenChange::Words) paintWave(painter, rect, theme_.accent);
    if (change == TokenChange::Guess)
      paintDots(painter, rect.left(), rect.right(), rect.bottom() - 2, theme_.accent, 2);
    if (change == TokenChange::Settled) {
      painter.setPen(QPen(theme_.accent2, 1.4));
      painter.drawLine(rect.bottomLeft() + QPointF(0, -2), rect.bottomRight() + QPointF(0, -2));
    }
    if (piece.edited || chosen) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(piece.edited ? theme_.accent : theme_.soft, 1, piece.edited ? Qt::DashLine : Qt::SolidLine));
      painter.drawRoundedRect(rect.adjusted(.5, .5, -.5, -.5), 4, 4);
    }
  }
  const QVector<QRectF> rects = rectsOf(piece);
  if (expert && !rects.isEmpty()) {
    painter.setPen(mixed(tint, theme_.ink, 0.6));
    // Beside a word's number that of a comma would make one of two figures: it stands below.
    const bool narrow = rects.first().width() < 9;
    painter.setFont(chromeFont(narrow ? 6 : 8, QFont::DemiBold));
    painter.drawText(rects.first().adjusted(narrow ? -5 : 0, -4, narrow ? 5 : 0, narrow ? 5 : 0),
                     narrow ? Qt::AlignBottom | Qt::AlignHCenter : Qt::AlignTop | Qt::AlignRight,
                     QString::number(mark.number + 1));
  }
}

void StepText::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < pieces_.size(); ++i) paintPiece(painter, pieces_.at(i), i == hovered_ || i == chosen_);
  int at = 0;
  for (const Piece& piece : std::as_const(pieces_)) {
    paintLetters(painter, at, piece.begin, theme_.soft);
    const qreal sure = 0.42 + 0.5 * static_cast<qreal>(confidenceOf(piece.state));
    paintLetters(painter, piece.begin, piece.end,
                 piece.state.settled ? theme_.ink : withAlpha(theme_.accent, std::min(1.0, sure)));
    at = piece.end;
  }
  paintLetters(painter, at, static_cast<int>(layout_.text().size()), theme_.soft);
  if (!hasFocus()) return;
  painter.setPen(QPen(theme_.accent, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 4, 4);
}

// Not as selections of QTextLayout::draw, whose clips swallow letters where many short ranges meet.
void StepText::paintLetters(QPainter& painter, int from, int to, const QColor& color) const {
  painter.setPen(color);
  for (int i = 0; i < layout_.lineCount(); ++i) {
    const QTextLine line = layout_.lineAt(i);
    const int first = std::max(from, line.textStart());
    const int last = std::min(to, line.textStart() + line.textLength());
    if (first >= last) continue;
    for (const QGlyphRun& run : line.glyphRuns(first, last - first)) painter.drawGlyphRun(QPointF(0, 0), run);
  }
}

int StepText::pieceAt(const QPoint& point) const {
  for (int i = 0; i < pieces_.size(); ++i)
    for (const QRectF& rect : rectsOf(pieces_.at(i)))
      if (rect.contains(point)) return i;
  return -1;
}

QString StepText::saidOf(const Piece& piece) const {
  const LensMark mark = marks_.value(piece.gap).value(piece.token);
  QStringList said{QStringLiteral("\u201c%1\u201d").arg(piece.state.text.trimmed())};
  if (!mark.said.isEmpty())
    said << mark.said;
  else
    said << (piece.state.settled ? tr("settled") : tr("a guess"))
         << tr("confidence %L1").arg(static_cast<double>(confidenceOf(piece.state)), 0, 'f', 2);
  return said.join(QStringLiteral(" \u00b7 "));
}

void StepText::choose(int index) {
  if (index < 0 || index >= pieces_.size()) return;
  chosen_ = index;
  setAccessibleDescription(saidOf(pieces_.at(index)));
  tellRow(this);
  update();
  Q_EMIT tokenChosen(pieces_.at(index).gap, pieces_.at(index).token);
}

void StepText::mousePressEvent(QMouseEvent* event) { choose(pieceAt(event->pos())); }

void StepText::mouseMoveEvent(QMouseEvent* event) {
  const int now = pieceAt(event->pos());
  if (now == hovered_) return;
  hovered_ = now;
  setCursor(now >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void StepText::leaveEvent(QEvent*) {
  hovered_ = -1;
  update();
}

void StepText::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right) return QWidget::keyPressEvent(event);
  const int last = static_cast<int>(pieces_.size()) - 1;
  choose(std::clamp(chosen_ + (event->key() == Qt::Key_Right ? 1 : -1), 0, std::max(0, last)));
}

bool StepText::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = pieceAt(help->pos());
    if (index >= 0)
      QToolTip::showText(help->globalPos(), saidOf(pieces_.at(index)), this);
    else
      QToolTip::hideText();
    return true;
  }
  return QWidget::event(event);
}

}  // namespace lacuna::ui
