// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/manual_view.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPixmap>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/help/manual_search.h"

namespace lacuna::ui {
namespace {

constexpr int kLetters = 14;  // pixels
constexpr int kKeyLetters = 12;
constexpr int kMargin = 24;
constexpr int kMeasure = 660;  // pixels: the longest line that is read well
constexpr double kLineHeight = 128;

struct Dressing {
  int begin;
  int length;
  QTextCharFormat format;
};

QTextCharFormat lettersOf(int pixels, int weight) {
  QTextCharFormat format;
  format.setFont(chromeFont(pixels, weight), QTextCharFormat::FontPropertiesSpecifiedOnly);
  return format;
}

}  // namespace

ManualView::ManualView(QWidget* parent) : QTextBrowser(parent) {
  setAccessibleName(tr("Page of the manual"));
  setFrameShape(QFrame::NoFrame);
  setOpenLinks(false);  // nothing is fetched
  setUndoRedoEnabled(false);
  setTextInteractionFlags(Qt::TextBrowserInteraction);  // without a caret: arrows scroll
  setFont(chromeFont(kLetters));
  connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
    const QString path = url.path(QUrl::FullyDecoded);
    if (url.scheme() == QLatin1String("act")) {
      Q_EMIT actChosen(path);
    } else if (path.endsWith(QLatin1String(".md"))) {
      Q_EMIT pageChosen(path.chopped(3));
    }
  });
}

void ManualView::showPage(const QString& markdown, const Theme& theme, bool keepPlace) {
  const int scroll = keepPlace ? verticalScrollBar()->value() : 0;
  theme_ = theme;
  places_.clear();
  setExtraSelections({});
  document()->setDefaultFont(font());
  document()->setMarkdown(markdown, QTextDocument::MarkdownDialectGitHub);
  dress(theme);
  fitPictures();
  moveCursor(QTextCursor::Start);
  verticalScrollBar()->setValue(scroll);
}

// Markdown says what a text is; how that looks is the program's own.
void ManualView::dress(const Theme& theme) {
  QVector<Dressing> all;
  for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
    const int level = block.blockFormat().headingLevel();
    QTextBlockFormat apart = block.blockFormat();
    apart.setTopMargin(level == 0 ? 0 : level == 1 ? 4 : 14);
    apart.setBottomMargin(block.textList() != nullptr ? 4 : level > 0 ? 6 : 9);
    apart.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
    QTextCursor(block).setBlockFormat(apart);
    for (auto part = block.begin(); !part.atEnd(); ++part) {
      const QTextFragment fragment = part.fragment();
      const QTextCharFormat was = fragment.charFormat();
      if (was.isImageFormat()) continue;
      QTextCharFormat now;
      if (level > 0) {
        now = lettersOf(level == 1 ? 22 : 16, QFont::DemiBold);
      } else if (was.fontFixedPitch()) {  // a key, or what is typed
        now = lettersOf(kKeyLetters, QFont::DemiBold);
        now.setFontFixedPitch(false);
        now.setBackground(mixed(theme.accent, theme.paper, 0.10));
      } else {
        // The bundled face has no bold: Qt would smear the letters.
        now = lettersOf(kLetters, was.fontWeight() > QFont::Medium ? QFont::DemiBold : QFont::Normal);
        now.setFontItalic(was.fontItalic());
      }
      now.setForeground(was.isAnchor() ? theme.accent2 : theme.ink);
      now.setFontUnderline(was.isAnchor());
      all.push_back({fragment.position(), fragment.length(), now});
    }
  }
  QTextCursor cursor(document());
  for (const Dressing& each : std::as_const(all)) {
    cursor.setPosition(each.begin);
    cursor.setPosition(each.begin + each.length, QTextCursor::KeepAnchor);
    cursor.mergeCharFormat(each.format);
  }
  for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (table == nullptr) continue;
    QTextTableFormat format = table->format();
    format.setBorder(0);
    format.setCellPadding(4);
    format.setCellSpacing(0);
    table->setFormat(format);
  }
}

// No wider than the page, and the page no wider than a line can be read.
void ManualView::fitPictures() {
  const int room = viewport()->width();
  document()->setDocumentMargin(std::max(kMargin, (room - kMeasure) / 2));
  const int wide = room - 2 * static_cast<int>(document()->documentMargin()) - 4;
  QVector<QPair<int, QTextImageFormat>> pictures;
  for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
    for (auto part = block.begin(); !part.atEnd(); ++part)
      if (part.fragment().charFormat().isImageFormat())
        pictures.push_back({part.fragment().position(), part.fragment().charFormat().toImageFormat()});
  for (auto& [position, format] : pictures) {
    const QPixmap whole = loadResource(QTextDocument::ImageResource, format.name()).value<QPixmap>();
    if (whole.isNull()) continue;
    const int width = std::min(wide, whole.width());
    // Scaled here: Qt would leave letters out.
    QPixmap fitting = whole.scaledToWidth(qRound(width * devicePixelRatio()), Qt::SmoothTransformation);
    fitting.setDevicePixelRatio(devicePixelRatio());
    document()->addResource(QTextDocument::ImageResource, format.name(), fitting);
    format.setWidth(width);
    format.setHeight(static_cast<qreal>(width) * whole.height() / whole.width());
    QTextCursor cursor(document());
    cursor.setPosition(position);
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    cursor.setCharFormat(format);
  }
}

QVariant ManualView::loadResource(int type, const QUrl& name) {
  if (type != QTextDocument::ImageResource) return {};
  return QPixmap(QStringLiteral(":/lacuna/images/") + name.fileName());
}

void ManualView::resizeEvent(QResizeEvent* event) {
  QTextBrowser::resizeEvent(event);
  if (event->size().width() != event->oldSize().width()) fitPictures();
}

void ManualView::contextMenuEvent(QContextMenuEvent* event) {
  const bool mouse = event->reason() == QContextMenuEvent::Mouse;
  QMenu menu(this);
  menu.addAction(tr("&Copy"), this, &QTextEdit::copy)->setEnabled(textCursor().hasSelection());
  menu.addAction(tr("&Select all"), this, &QTextEdit::selectAll);
  menu.exec(mouse ? event->globalPos() : viewport()->mapToGlobal(cursorRect().bottomLeft()));
}

void ManualView::markWords(const QStringList& words) {
  places_ = placesOf(document()->toPlainText(), words);
  current_ = -1;
  // In the title they are seen anyway.
  const auto below = static_cast<int>(document()->begin().length());
  const auto first =
      std::find_if(places_.cbegin(), places_.cend(), [below](const auto& place) { return place.first >= below; });
  if (first != places_.cend()) current_ = static_cast<int>(first - places_.cbegin());
  showPlaces();
}

bool ManualView::step(int by) {
  if (places_.isEmpty()) return false;
  const auto all = static_cast<int>(places_.size());
  current_ = (current_ + by + all) % all;
  showPlaces();
  return true;
}

void ManualView::showPlaces() {
  QList<QTextEdit::ExtraSelection> marks;
  for (int i = 0; i < places_.size(); ++i) {
    QTextEdit::ExtraSelection mark;
    mark.cursor = QTextCursor(document());
    mark.cursor.setPosition(places_.at(i).first);
    mark.cursor.setPosition(places_.at(i).first + places_.at(i).second, QTextCursor::KeepAnchor);
    mark.format.setBackground(i == current_ ? mixed(theme_.accent, theme_.paper, 0.45) : theme_.selection);
    marks << mark;
  }
  setExtraSelections(marks);
  if (current_ < 0) return;
  QTextCursor caret(document());
  caret.setPosition(places_.at(current_).first);
  setTextCursor(caret);
  const QRect place = cursorRect(caret);
  if (!viewport()->rect().contains(place))
    verticalScrollBar()->setValue(verticalScrollBar()->value() + place.top() - viewport()->height() / 3);
}

}  // namespace lacuna::ui
