// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay_pictures.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>
#include <cmath>
#include <memory>

#include "app/replay/animation.h"
#include "ui/editor/gap_painter.h"
#include "ui/fonts.h"

namespace lacuna::app {
namespace {

constexpr int kWidth = 820;
constexpr int kMargin = 72;
constexpr int kFoot = 64;                  // below the text: the bar of steps
constexpr int kLetters = 25;               // pixels
constexpr qsizetype kAround = 420;         // units of text on either side of the gaps that a picture shows
constexpr int kFirst = 900, kLast = 3600;  // milliseconds

// Of the outermost parts, less than the other exports show: a picture cannot be scrolled.
QVector<PagePart> trimmedPage(QVector<PagePart> page) {
  const auto isLine = [](const PagePart& part) { return part.kind == PagePart::Text; };
  if (!page.isEmpty() && page.first().kind == PagePart::LeftOut) page.removeFirst();
  if (!page.isEmpty() && page.last().kind == PagePart::LeftOut) page.removeLast();
  if (!page.isEmpty() && isLine(page.first()) && page.first().text.size() > kAround) {
    const QString& text = page.first().text;
    const qsizetype line = text.indexOf(u'\n', text.size() - kAround);
    const qsizetype space = text.indexOf(u' ', text.size() - kAround);
    const bool nearLine = line >= 0 && line < text.size() - kAround / 3;
    page.first().text = text.mid(nearLine ? line + 1 : space + 1);
    if (!nearLine) page.first().text.prepend(QStringLiteral("… "));
  }
  if (page.size() > 1 && isLine(page.last()) && page.last().text.size() > kAround) {
    const QString& text = page.last().text;
    const qsizetype line = text.lastIndexOf(u'\n', kAround);
    const qsizetype space = text.lastIndexOf(u' ', kAround);
    page.last().text = line > kAround / 3 ? text.left(line) : text.left(space) + QStringLiteral(" …");
  }
  return page;
}

// The page at one frame: its text, and the tokens in it.
class PageText {
 public:
  PageText(const Replay& replay, const QVector<PagePart>& page, int frame) {
    for (const PagePart& part : page) {
      if (part.kind == PagePart::Text) addLines(part.text);
      if (part.kind == PagePart::LeftOut) addLines(QStringLiteral("\n· · ·\n"));
      if (part.kind == PagePart::Gap) addGap(replay, frame, part.gap);
    }
    while (text.endsWith(u'\n')) text.chop(1);
  }

  QString text;
  QVector<ui::InkSpan> spans;

 private:
  // Empty lines go: the paragraphs' margin stands for them.
  void addLines(const QString& lines) {
    for (const QChar unit : lines) {
      if (unit != u'\n' || (!text.isEmpty() && !text.endsWith(u'\n'))) text += unit;
    }
  }

  void addGap(const Replay& replay, int frame, int gap) {
    const storage::Run& run = replay.run;
    const QVector<ShownToken> tokens = shownTokens(run, frame, replay.place, gap);
    const QString fill = fillOf(run, replay.place, gap);
    QString joined;
    for (const ShownToken& token : tokens) joined += token.text;
    if (frame == run.trajectory.size() - 1 && !fill.isNull() && joined != fill) {
      add(fill, {fill, 1.0, false, true, false});
      return;
    }
    for (const ShownToken& token : tokens) add(token.text, token);
  }

  void add(const QString& letters, const ShownToken& token) {
    ui::InkSpan span;
    span.begin = static_cast<int>(text.size());
    text += letters;
    span.end = static_cast<int>(text.size());
    span.ink = token.ink;
    span.flip = token.flipped && !token.veiled ? 1.0 : 0.0;
    span.settled = token.settled;
    span.veiled = token.veiled;
    spans.push_back(span);
  }
};

std::unique_ptr<QTextDocument> layOut(const QString& text, const ReplayLook& look) {
  auto document = std::make_unique<QTextDocument>();
  document->setUndoRedoEnabled(false);
  document->setDocumentMargin(0);
  document->setDefaultFont(look.page);
  document->setPlainText(text);
  QTextCursor cursor(document.get());
  cursor.select(QTextCursor::Document);
  QTextBlockFormat format;
  format.setLineHeight(138, QTextBlockFormat::ProportionalHeight);
  format.setBottomMargin(kLetters * 0.7);
  cursor.mergeBlockFormat(format);
  document->setTextWidth(kWidth - 2 * kMargin);
  return document;
}

void paintFoot(QPainter& painter, const Replay& replay, int frame, const ReplayLook& look) {
  const ui::Theme& theme = look.theme;
  const qreal y = painter.device()->height() - kFoot + 18;
  const qreal width = kWidth - 2 * kMargin;
  const storage::Run& run = replay.run;
  const int step = run.trajectory[frame].step;
  const qreal share = run.steps > 0 ? std::min(1.0, static_cast<qreal>(step) / run.steps) : 1;
  painter.setPen(QPen(theme.line, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(kMargin, y), QPointF(kMargin + width, y));
  painter.setPen(QPen(theme.accent, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(kMargin, y), QPointF(kMargin + width * share, y));
  painter.setFont(look.small);
  painter.setPen(theme.soft);
  const QRectF line(kMargin, y + 8, width, 22);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("step %1 of %2").arg(step).arg(run.steps));
  painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("%1, seed %2 · Lacuna").arg(run.model).arg(run.seed));
}

QImage paint(const PageText& page, QTextDocument& document, const QSize& size, const ReplayLook& look) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(look.theme.paper);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  const ui::GapPaint paint{look.theme, page.spans, look.theme.ink, kLetters};
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    const QPointF at = document.documentLayout()->blockBoundingRect(block).topLeft();
    ui::paintGapBlock(painter, block, at + QPointF(kMargin, kMargin * 0.8), paint);
  }
  return image;
}

}  // namespace

ReplayLook replayLook(const QString& theme) {
  return {ui::loadTheme(theme), ui::pageFont(kLetters), ui::chromeFont(13)};
}

QVector<QImage> replayPictures(const Replay& replay, const ReplayLook& look) {
  const QVector<PagePart> page = trimmedPage(replay.page);
  const int count = static_cast<int>(replay.run.trajectory.size());
  QVector<PageText> texts;
  std::vector<std::unique_ptr<QTextDocument>> documents;
  qreal height = 0;
  for (int frame = 0; frame < count; ++frame) {
    texts.push_back(PageText(replay, page, frame));
    documents.push_back(layOut(texts.last().text, look));
    height = std::max(height, documents.back()->documentLayout()->documentSize().height());
  }
  const QSize size(kWidth, static_cast<int>(std::ceil(height)) + kMargin + kFoot);
  QVector<QImage> pictures;
  for (int frame = 0; frame < count; ++frame) {
    pictures.push_back(paint(texts[frame], *documents[static_cast<std::size_t>(frame)], size, look));
    QPainter painter(&pictures.last());
    painter.setRenderHint(QPainter::Antialiasing);
    paintFoot(painter, replay, frame, look);
  }
  return pictures;
}

QByteArray replayAnimation(const Replay& replay, const ReplayLook& look) {
  QVector<AnimationFrame> frames;
  const QVector<QImage> pictures = replayPictures(replay, look);
  const int each = std::clamp(6000 / std::max(1, static_cast<int>(pictures.size())), 60, 320);
  for (const QImage& picture : pictures) frames.push_back({picture, each});
  if (!frames.isEmpty()) {
    frames.first().milliseconds = kFirst;
    frames.last().milliseconds = kLast;
  }
  return writeAnimation(frames);
}

}  // namespace lacuna::app
