// SPDX-License-Identifier: GPL-3.0-or-later
// A gap that is steered by keyboard and mouse on the real window.
#pragma once

#include <QTest>

#include "tests/ui/desk.h"

namespace lacuna::ui {

inline const QString kText = QStringLiteral("# Title\n\nShe came to the house. It was dark.\n\nNobody answered.\n");
inline const QVector<QStringList> kFills{{QStringLiteral(" The windows were dark, and somebody had gone.")},
                                         {QStringLiteral(" A lamp burned.")}};
inline const int kAt = static_cast<int>(kText.indexOf(QStringLiteral(" It was")));

struct Gap : Desk {
  explicit Gap(const QString& text = kText) : Desk(text) {
    cursorTo(kAt);
    page().setMotion(false);
  }
  void fill() {
    ask();
    denoise(kFills);
  }
  GapController& gaps() { return page().gaps(); }
  TokenMenu* menu() { return page().steering().menu(); }
  GapPopover* popover() { return page().steering().popover(); }
  // Chooses a word of the shown candidate by the keys alone.
  void choose(int word) {
    key(Qt::Key_Right, Qt::ShiftModifier);
    for (int i = 0; i < word; ++i) key(Qt::Key_Right);
  }
  QPoint pointAt(int word) {
    const PageDocument::Hole* hole = page().pageDocument().hole(gaps().activeHole());
    const GapWord w = gaps().wording().words().at(word);
    QTextCursor from(page().document());
    from.setPosition(hole->viewBegin + w.begin);
    QTextCursor to(page().document());
    to.setPosition(hole->viewBegin + w.end);
    return page().cursorRect(from).united(page().cursorRect(to)).center();
  }
  void click(int word) { QTest::mouseClick(page().viewport(), Qt::LeftButton, Qt::NoModifier, pointAt(word)); }
  void menuKey(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(menu()->list(), key, modifiers);
  }
};

}  // namespace lacuna::ui
