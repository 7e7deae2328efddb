// SPDX-License-Identifier: GPL-3.0-or-later
// A manuscript as paragraphs in their looks, ready to be broken into lines and pages. Values; lengths in points.
#pragma once

#include <QFont>
#include <QPair>
#include <QString>
#include <QTextLayout>
#include <QVector>

#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::app {

struct SetParagraph {
  QString text{};
  QVector<QTextLayout::FormatRange> formats{};
  QVector<QPair<int, int>> notes{};  // where the sign of a footnote stands in the text, and its number from 0
  QString sign{};                    // of a list, left of the first line
  Qt::Alignment alignment = Qt::AlignLeft;
  qreal left = 0;  // of the lines, within the margins of the page
  qreal right = 0;
  qreal indent = 0;  // of the first line, beyond left
  qreal above = 0;
  qreal below = 0;
  qreal lineHeight = 15;
  int size = 12;  // of the letters
  bool bold = false;
  bool code = false;
  bool newPage = false;    // begins one
  bool dropped = false;    // keeps the space above it also at the head of a page
  bool keepsNext = false;  // stands on the page of the lines that follow
};

struct SetText {
  storage::ManuscriptLook look{};
  QString head{};  // of each page but the first
  QStringList families{};
  QVector<SetParagraph> paragraphs{};  // the text, then the notes
  qsizetype body = 0;                  // of them, those of the text
  QVector<QPair<int, int>> notes{};    // of each note: its first paragraph, and how many

  QFont fontOf(const SetParagraph& paragraph) const;
  qreal width() const;   // of the lines
  qreal height() const;  // of a page's text
};

// Any thread; ui::loadResources() was called before.
SetText setText(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look,
                const storage::Work& work = {});

// Breaks the paragraph into lines, the first at 0; each lineHeight below the one before.
void layLines(const SetText& text, const SetParagraph& paragraph, QTextLayout& layout);

}  // namespace lacuna::app
