// SPDX-License-Identifier: GPL-3.0-or-later
// A card that lies on the page and keeps its keys: Tab goes round inside, Esc closes, and a key that no control of it
// wants ends here. Qt would hand it on to the page, whose child the card is. UI thread only.
#pragma once

#include <QFrame>

namespace lacuna::ui {

class FloatingCard : public QFrame {
  Q_OBJECT
 public:
  using QFrame::QFrame;

 Q_SIGNALS:
  void closed();  // Esc; whoever shows the card hides it and gives the focus back

 protected:
  // Every key of a control that the control did not want. Whoever overrides this ends with it.
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  bool focusNextPrevChild(bool next) override;
};

}  // namespace lacuna::ui
