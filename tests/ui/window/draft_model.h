// SPDX-License-Identifier: GPL-3.0-or-later
// What a document's text must be, kept by a test beside the window: a plain string and a list of what was done to it.
// It knows no layout, no view and no marks.
#pragma once

#include <QString>
#include <QVector>

namespace lacuna::ui {

class DraftModel {
 public:
  explicit DraftModel(const QString& text = {}) : first_(text), text_(text) {}

  const QString& first() const { return first_; }
  const QString& text() const { return text_; }
  bool canUndo() const { return !done_.isEmpty(); }
  bool canRedo() const { return !undone_.isEmpty(); }

  // The author's hand. What it puts where the same stood is no edit.
  void edit(int position, int removed, QString inserted) {
    QString old = text_.mid(position, removed);
    while (!old.isEmpty() && !inserted.isEmpty() && old.front() == inserted.front()) {
      old.remove(0, 1);
      inserted.remove(0, 1);
      ++position;
    }
    while (!old.isEmpty() && !inserted.isEmpty() && old.back() == inserted.back()) {
      old.chop(1);
      inserted.chop(1);
    }
    if (old.isEmpty() && inserted.isEmpty()) return;
    const Kind kind = old.isEmpty() && inserted.size() <= 2   ? Typing
                      : inserted.isEmpty() && old.size() <= 2 ? Deleting
                                                              : Other;
    push({{{position, old, inserted}}, kind, 0});
  }

  // Takes of a run that follow each other are one step.
  void take(int position, int removed, const QString& inserted, quint64 run) {
    const Change change{position, text_.mid(position, removed), inserted};
    if (!done_.isEmpty() && done_.last().run == run && undone_.isEmpty()) {
      done_.last().changes.push_back(change);
      text_.replace(position, removed, inserted);
    } else {
      push({{change}, Other, run});
    }
  }

  // [begin, end) to another place: one step.
  void move(int begin, int end, int to) {
    const QString words = text_.mid(begin, end - begin);
    push({{{begin, words, {}}, {to > begin ? to - (end - begin) : to, {}, words}}, Other, 0});
  }

  // Each of these, ascending, by the same: one step.
  void replaceAll(const QVector<QPair<int, int>>& places, const QString& inserted) {
    Step step{{}, Other, 0};
    for (auto place = places.rbegin(); place != places.rend(); ++place)
      step.changes.push_back({place->first, text_.mid(place->first, place->second), inserted});
    if (!step.changes.isEmpty()) push(step);
  }

  // Marks alone have changed.
  void mark() { push({{}, Other, 0}); }

  // How many letters one undo takes back is the window's to say, that they are the last ones typed is not: `shown` is
  // what it shows after an undo. False: that text was never on the way.
  bool undo(const QString& shown) {
    Step group;
    QString text = text_;
    while (!done_.isEmpty()) {
      const Step step = done_.takeLast();
      for (auto it = step.changes.rbegin(); it != step.changes.rend(); ++it)
        text.replace(it->position, it->inserted.size(), it->removed);
      group.changes = step.changes + group.changes;
      group.kind = step.kind;
      if (text == shown) {
        text_ = text;
        group.run = step.run;
        undone_.push_back(group);
        return true;
      }
      if (step.kind == Other || done_.isEmpty() || done_.last().kind != step.kind) return false;
    }
    return text_ == shown;
  }

  void redo() {
    if (undone_.isEmpty()) return;
    const Step step = undone_.takeLast();
    for (const Change& c : step.changes) text_.replace(c.position, c.removed.size(), c.inserted);
    done_.push_back(step);
  }

 private:
  enum Kind { Typing, Deleting, Other };
  struct Change {
    int position = 0;
    QString removed;
    QString inserted;
  };
  struct Step {
    QVector<Change> changes;
    Kind kind = Other;
    quint64 run = 0;
  };

  void push(const Step& step) {
    for (const Change& c : step.changes) text_.replace(c.position, c.removed.size(), c.inserted);
    done_.push_back(step);
    undone_.clear();
  }

  QString first_;
  QString text_;
  QVector<Step> done_;
  QVector<Step> undone_;
};

}  // namespace lacuna::ui
