// SPDX-License-Identifier: GPL-3.0-or-later
// Words with emphasis, headings, lists, quotes and links on their way to other programs and back: HTML there, Markdown
// here. Nothing is fetched, whatever the HTML names. UI thread only.
#pragma once

#include <QMimeData>
#include <QString>

namespace lacuna::ui {

// Empty where the HTML has nothing that plain words lack.
QString markdownOfHtml(const QString& html);
QString htmlOfMarkdown(const QString& markdown);

// What the page makes of what another program gives: HTML as Markdown, else its plain words.
QString wordsOf(const QMimeData& mime);

// A part of a manuscript for the clipboard: as it is, and as HTML, which is made when somebody asks for it.
class MarkdownMime : public QMimeData {
  Q_OBJECT
 public:
  explicit MarkdownMime(const QString& markdown);
  QStringList formats() const override;
  bool hasFormat(const QString& type) const override { return formats().contains(type); }

 protected:
  QVariant retrieveData(const QString& type, QMetaType wanted) const override;

 private:
  bool offersHtml() const;
};

}  // namespace lacuna::ui
