// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTest>

#include "ui/editor/height_tree.h"

using lacuna::ui::HeightTree;

class HeightTreeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void agreesWithPlainSums() {
    QRandomGenerator random(7);
    std::vector<float> plain;
    for (int i = 0; i < 137; ++i) plain.push_back(static_cast<float>(random.bounded(1, 60)));
    HeightTree tree;
    tree.assign(plain);
    for (int round = 0; round < 400; ++round) {
      const int at = random.bounded(static_cast<int>(plain.size()));
      if (round % 3 == 0) {
        plain[static_cast<std::size_t>(at)] = static_cast<float>(random.bounded(1, 90));
        tree.set(at, static_cast<double>(plain[static_cast<std::size_t>(at)]));
      } else if (round % 3 == 1) {
        const int removed = std::min(random.bounded(3), static_cast<int>(plain.size()) - at - 1);
        const std::vector<float> added(static_cast<std::size_t>(random.bounded(4)), 12.0F);
        plain.erase(plain.begin() + at, plain.begin() + at + removed);
        plain.insert(plain.begin() + at, added.begin(), added.end());
        tree.splice(at, removed, added);
      }
      QCOMPARE(tree.size(), static_cast<int>(plain.size()));
      double sum = 0;
      for (int i = 0; i <= tree.size(); ++i) {
        QCOMPARE(tree.top(i), sum);
        if (i < tree.size()) {
          QCOMPARE(tree.find(sum), i);
          QCOMPARE(tree.find(sum + static_cast<double>(plain[static_cast<std::size_t>(i)]) - 0.5), i);
          sum += static_cast<double>(plain[static_cast<std::size_t>(i)]);
        }
      }
      QCOMPARE(tree.find(sum + 1000), tree.size() - 1);
    }
  }
};

QTEST_APPLESS_MAIN(HeightTreeTest)
#include "height_tree_test.moc"
