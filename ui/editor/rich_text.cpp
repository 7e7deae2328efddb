// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/rich_text.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextList>
#include <algorithm>

namespace lacuna::ui {
namespace {

const QString kMarkdown = QStringLiteral("text/markdown");
const QString kHtml = QStringLiteral("text/html");
constexpr qsizetype kMostHtml = 400000;  // units; more is copied as plain words alone
constexpr qreal kQuoteMargin = 36;       // pixels: what is set in so far is quoted
constexpr int kItemIndent = 4;           // spaces of a level

class Quiet : public QTextDocument {
 protected:
  QVariant loadResource(int /*type*/, const QUrl& /*name*/) override { return QByteArray(); }
};

struct Run {
  QString text;
  bool bold = false, italic = false, strike = false, code = false;
  QString link;
  bool plain() const { return !bold && !italic && !strike && !code && link.isEmpty(); }
  bool sameStyle(const Run& o) const {
    return bold == o.bold && italic == o.italic && strike == o.strike && code == o.code && link == o.link;
  }
};

QVector<Run> runsOf(const QTextBlock& block) {
  QVector<Run> runs;
  const bool heading = block.blockFormat().headingLevel() > 0;
  for (auto it = block.begin(); !it.atEnd(); ++it) {
    const QTextCharFormat format = it.fragment().charFormat();
    if (format.isImageFormat()) continue;
    Run run;
    run.text = it.fragment().text();
    run.text.replace(QChar::LineSeparator, u'\n');
    run.text.replace(QChar::Nbsp, u' ');
    run.text.remove(QChar::ObjectReplacementCharacter);
    run.bold = !heading && format.fontWeight() >= QFont::DemiBold;
    run.italic = format.fontItalic();
    run.strike = format.fontStrikeOut();
    run.code = format.fontFixedPitch();
    if (format.isAnchor()) run.link = format.anchorHref();
    if (run.link.startsWith(u'#')) run.link.clear();
    if (!runs.isEmpty() && runs.last().sameStyle(run)) {
      runs.last().text += run.text;
    } else if (!run.text.isEmpty()) {
      runs.push_back(run);
    }
  }
  return runs;
}

int quoteLevel(const QTextBlock& block) {
  const int level = block.blockFormat().intProperty(QTextFormat::BlockQuoteLevel);
  return level > 0 ? level : block.textList() == nullptr && block.blockFormat().leftMargin() >= kQuoteMargin ? 1 : 0;
}

bool isNumbered(const QTextList& list) { return list.format().style() <= QTextListFormat::ListDecimal; }

QString escaped(QString text) {
  text.replace(u'\\', QLatin1String("\\\\"));
  text.replace(u'*', QLatin1String("\\*"));
  text.replace(u'`', QLatin1String("\\`"));
  return text;
}

QString markdownOf(const Run& run) {
  if (run.plain()) return escaped(run.text);
  qsizetype begin = 0;
  qsizetype end = run.text.size();
  while (begin < end && run.text.at(begin).isSpace()) ++begin;
  while (end > begin && run.text.at(end - 1).isSpace()) --end;
  if (begin == end) return run.text;
  QString core = run.text.mid(begin, end - begin);
  core = run.code ? u'`' + core + u'`' : escaped(core);
  if (run.strike) core = QStringLiteral("~~%1~~").arg(core);
  if (run.italic) core = u'*' + core + u'*';
  if (run.bold) core = QStringLiteral("**%1**").arg(core);
  if (!run.link.isEmpty() && run.link != core) core = QStringLiteral("[%1](%2)").arg(core, run.link);
  return run.text.left(begin) + core + run.text.mid(end);
}

QString htmlOf(const Run& run) {
  QString text = run.text.toHtmlEscaped();
  if (run.code) text = QStringLiteral("<code>%1</code>").arg(text);
  if (run.strike) text = QStringLiteral("<s>%1</s>").arg(text);
  if (run.italic) text = QStringLiteral("<em>%1</em>").arg(text);
  if (run.bold) text = QStringLiteral("<strong>%1</strong>").arg(text);
  if (!run.link.isEmpty()) text = QStringLiteral("<a href=\"%1\">%2</a>").arg(run.link.toHtmlEscaped(), text);
  return text;
}

bool isRule(const QTextBlock& block) {
  return block.blockFormat().hasProperty(QTextFormat::BlockTrailingHorizontalRulerWidth);
}

}  // namespace

QString markdownOfHtml(const QString& html) {
  Quiet document;
  document.setHtml(html);
  QString text;
  bool rich = false;
  bool wasItem = false;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    QString words;
    for (const Run& run : runsOf(block)) {
      rich = rich || !run.plain();
      words += markdownOf(run);
    }
    words = words.trimmed();
    QString before;
    const QTextList* list = block.textList();
    if (const int level = block.blockFormat().headingLevel(); level > 0) {
      before = QString(std::min(level, 6), u'#') + u' ';
      words.replace(u'\n', u' ');
    } else if (list != nullptr) {
      const int depth = std::max(0, list->format().indent() - 1);
      before = QString(depth * kItemIndent, u' ') +
               (isNumbered(*list) ? QString::number(list->itemNumber(block) + 1) + QStringLiteral(". ")
                                  : QStringLiteral("- "));
    } else if (quoteLevel(block) > 0) {
      before = QStringLiteral("> ");
    }
    if (isRule(block)) words = words.isEmpty() ? QStringLiteral("---") : words + QStringLiteral("\n\n---");
    if (words.isEmpty()) continue;
    rich = rich || !before.isEmpty() || isRule(block);
    if (before == QLatin1String("> ")) words.replace(u'\n', QLatin1String("\n> "));
    if (!text.isEmpty()) text += list != nullptr && wasItem ? QStringLiteral("\n") : QStringLiteral("\n\n");
    text += before + words;
    wasItem = list != nullptr;
  }
  return rich ? text : QString();
}

QString htmlOfMarkdown(const QString& markdown) {
  Quiet document;
  document.setMarkdown(markdown, QTextDocument::MarkdownDialectGitHub);
  QString html;
  QStringList open;  // lists, the innermost last
  const auto closeTo = [&](int depth) {
    while (open.size() > depth) html += QStringLiteral("</%1>\n").arg(open.takeLast());
  };
  bool quoted = false;
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    QString words;
    for (const Run& run : runsOf(block)) words += htmlOf(run);
    words.replace(u'\n', QLatin1String("<br>"));
    const QTextList* list = block.textList();
    const bool quote = list == nullptr && quoteLevel(block) > 0;
    const int depth = list != nullptr ? std::max(1, list->format().indent()) : 0;
    closeTo(depth);
    if (quoted != quote) html += quote ? QStringLiteral("<blockquote>\n") : QStringLiteral("</blockquote>\n");
    quoted = quote;
    if (list != nullptr) {
      while (open.size() < depth) {
        open << (isNumbered(*list) ? QStringLiteral("ol") : QStringLiteral("ul"));
        html += QStringLiteral("<%1>\n").arg(open.last());
      }
      html += QStringLiteral("<li>%1</li>\n").arg(words);
    } else if (const int level = block.blockFormat().headingLevel(); level > 0) {
      html += QStringLiteral("<h%1>%2</h%1>\n").arg(level).arg(words);
    } else if (isRule(block)) {
      html += QStringLiteral("<hr>\n");
    } else if (!words.isEmpty()) {
      html += QStringLiteral("<p>%1</p>\n").arg(words);
    }
  }
  closeTo(0);
  if (quoted) html += QStringLiteral("</blockquote>\n");
  return QStringLiteral("<html><head><meta charset=\"utf-8\"></head><body>\n%1</body></html>").arg(html);
}

QString wordsOf(const QMimeData& mime) {
  if (mime.hasHtml() && !mime.hasFormat(kMarkdown)) {
    const QString html = mime.html();
    const QString markdown = html.size() <= 8 * kMostHtml ? markdownOfHtml(html) : QString();
    if (!markdown.isEmpty()) return markdown;
  }
  return mime.text();
}

MarkdownMime::MarkdownMime(const QString& markdown) {
  setText(markdown);
  setData(kMarkdown, markdown.toUtf8());
}

bool MarkdownMime::offersHtml() const { return text().size() <= kMostHtml; }

QStringList MarkdownMime::formats() const {
  QStringList all = QMimeData::formats();
  if (offersHtml()) all << kHtml;
  return all;
}

QVariant MarkdownMime::retrieveData(const QString& type, QMetaType wanted) const {
  if (type == kHtml && offersHtml()) return htmlOfMarkdown(text());
  return QMimeData::retrieveData(type, wanted);
}

}  // namespace lacuna::ui
