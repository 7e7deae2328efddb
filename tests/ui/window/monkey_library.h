// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of the monkey on the library beside the page: whatever it does there, the text stays as it is.
#pragma once

#include <QRandomGenerator>

#include "tests/ui/desk.h"
#include "ui/library/library_panel.h"

namespace lacuna::ui {

inline void actOnLibrary(Desk& desk, QRandomGenerator& random) {
  LibraryPanel& panel = *desk.window.library();
  TreeActs& acts = panel.acts();
  const auto any = [&random](int below) { return static_cast<int>(random.bounded(below)); };
  const auto one = [&] {
    return acts.nodes().isEmpty() ? QString() : acts.nodes().at(any(int(acts.nodes().size()))).id;
  };
  switch (any(9)) {
    case 0: {
      TreeNodes nodes;
      for (const QString& id : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")})
        nodes.push_back(node(id, id.toUpper(), any(1000)));
      const int more = any(30);
      for (int i = 0; i < more; ++i) {
        const int above = any(int(nodes.size()) + 1) - 1;
        const bool last = above == nodes.size() - 1 && above >= 0;
        nodes.push_back(node(QStringLiteral("m%1").arg(i), QStringLiteral("Made %1").arg(i), any(100),
                             static_cast<DocumentKind>(1 + any(4)), last ? nodes.at(above).id : QString(),
                             last ? nodes.at(above).depth + 1 : 0));
      }
      desk.window.setLibrary(nodes);
      break;
    }
    case 1:
    case 2:
      acts.shift({one()}, static_cast<TreeActs::Way>(any(4)));
      break;
    case 3:
      acts.bin({one(), one()});
      break;
    case 4:
      acts.restore({one()});
      break;
    case 5:
      random.bounded(2) == 0 ? acts.undo() : acts.redo();
      break;
    case 6:
      panel.filter()->setText(random.bounded(2) == 0 ? QStringLiteral("made 1") : QString());
      break;
    case 7:
      acts.archive({one()}, random.bounded(2) == 0);
      break;
    default:
      panel.tree()->setFocus();
      for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_Right, Qt::Key_Left})
        QTest::keyClick(panel.tree(), key, any(3) == 0 ? Qt::AltModifier : Qt::NoModifier);
      desk.page().setFocus();
      break;
  }
}

}  // namespace lacuna::ui
