// SPDX-License-Identifier: GPL-3.0-or-later
// Generated text on the page: what the mouse and the keys are told of it, and what the author does with it. Every act
// is one step of undo. UI thread only.
#pragma once

#include <QObject>

#include "ui/editor/page_editor.h"
#include "ui/generated/passages.h"
#include "ui/generated/provenance_card.h"

namespace lacuna::ui {

class GeneratedText : public QObject {
  Q_OBJECT
 public:
  explicit GeneratedText(PageEditor& page);

  QVector<GeneratedPassage> passages() const;
  ProvenanceCard* card() const { return card_; }

  // The selection, or the passage at the caret, is PageEditor::confirmGenerated(). False where there is none.
  bool confirmParagraph();
  bool confirmAll();
  // Their places as passages() has them.
  bool confirm(const GeneratedPassage& passage);
  void remove(const GeneratedPassage& passage);
  // Selected, in sight; the focus stays where it is.
  void show(const GeneratedPassage& passage);
  // From the caret, round the text. 1: forwards; -1: back.
  void goToNext(int way);
  // The card at the caret's passage, with the keys; a sentence where there is none.
  void openCard();
  void closeCard();

 Q_SIGNALS:
  void sentence(const QString& text);
  void runWanted(const lacuna::ui::Provenance& from);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool confirmRange(int begin, int end, const QString& none);
  QString saidAt(const QPoint& point) const;  // empty: nothing generated is there

  PageEditor& page_;
  ProvenanceCard* card_;
};

}  // namespace lacuna::ui
