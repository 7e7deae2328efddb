// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/branch_tree.h"

#include <QSet>
#include <algorithm>

namespace lacuna::ui {
namespace {

const RunItem* itemOf(const QVector<RunItem>& items, const QString& id) {
  const auto found = std::find_if(items.cbegin(), items.cend(), [&id](const RunItem& item) { return item.id == id; });
  return found == items.cend() || id.isEmpty() ? nullptr : &*found;
}

class Grower {
 public:
  explicit Grower(const QVector<RunItem>& items) : items_(items) {}

  // The lanes of a run, each followed by those of the branches that leave it.
  void grow(const RunItem& run, int parentLane) {
    if (grown_.contains(run.id)) return;  // a ring of parents, which only damage can make
    grown_.insert(run.id);
    for (int c = 0; c < std::max(1, run.ask.candidates); ++c) {
      TreeLeaf leaf;
      leaf.run = run.id;
      leaf.candidate = c;
      leaf.words = run.words;
      leaf.lane = tree_.lanes++;
      leaf.parentLane = parentLane;
      leaf.from = run.ask.way.isEmpty()
                      ? 0.0F
                      : static_cast<float>(run.ask.way.last().step) / static_cast<float>(std::max(1, run.steps));
      const int lane = leaf.lane;
      tree_.leaves.push_back(leaf);
      for (const RunItem* branch : branchesOf(run, c)) grow(*branch, lane);
    }
  }

  BranchTree take() { return std::move(tree_); }

 private:
  // Oldest first.
  QVector<const RunItem*> branchesOf(const RunItem& run, int candidate) const {
    QVector<const RunItem*> branches;
    for (const RunItem& item : items_) {
      if (item.parent != run.id) continue;
      const int stream = item.ask.way.isEmpty() ? 0 : item.ask.way.last().candidate - run.ask.firstCandidate;
      const auto ranked = static_cast<int>(run.streams.indexOf(stream));
      const int leaves = std::clamp(ranked < 0 ? stream : ranked, 0, std::max(0, run.ask.candidates - 1));
      if (leaves == candidate) branches.push_back(&item);
    }
    std::stable_sort(branches.begin(), branches.end(),
                     [](const RunItem* a, const RunItem* b) { return a->created < b->created; });
    return branches;
  }

  const QVector<RunItem>& items_;
  QSet<QString> grown_;
  BranchTree tree_;
};

}  // namespace

BranchTree branchTree(const QVector<RunItem>& items, const QString& run) {
  const RunItem* root = itemOf(items, run);
  if (root == nullptr) return {};
  for (qsizetype i = 0; i < items.size(); ++i) {  // no longer than the list, whatever the parents say
    const RunItem* above = itemOf(items, root->parent);
    if (above == nullptr) break;
    root = above;
  }
  Grower grower(items);
  grower.grow(*root, -1);
  return grower.take();
}

}  // namespace lacuna::ui
