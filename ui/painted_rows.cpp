// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/painted_rows.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <QVector>
#include <QWidget>

namespace lacuna::ui {
namespace {

// The widget, as long as it lives.
class Rows {
 public:
  Rows(QWidget* widget, PaintedRows* rows) : widget_(widget), rows_(rows) {}
  QWidget* widget() const { return widget_.data(); }
  const PaintedRows* operator->() const { return rows_; }
  PaintedRows& rows() const { return *rows_; }
  bool has(int row) const { return widget_ != nullptr && row >= 0 && row < rows_->rowCount(); }

 private:
  QPointer<QWidget> widget_;
  PaintedRows* rows_;
};

class RowFace : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  RowFace(const Rows& rows, int row) : rows_(rows), row_(row) {}

  bool isValid() const override { return rows_.has(row_); }
  QObject* object() const override { return nullptr; }
  QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(rows_.widget()); }
  QAccessibleInterface* child(int) const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  void setText(QAccessible::Text, const QString&) override {}
  QAccessible::Role role() const override { return QAccessible::ListItem; }
  QString text(QAccessible::Text what) const override {
    return what == QAccessible::Name && isValid() ? rows_->rowName(row_) : QString();
  }
  QRect rect() const override {
    if (!isValid()) return {};
    const QRect here = rows_->rowRect(row_);
    return {rows_.widget()->mapToGlobal(here.topLeft()), here.size()};
  }
  QAccessible::State state() const override {
    QAccessible::State state;
    state.invalid = !isValid();
    if (!isValid()) return state;
    state.focusable = state.selectable = true;
    state.selected = rows_->currentRow() == row_;
    state.focused = state.selected && rows_.widget()->hasFocus();
    state.invisible = !rows_.widget()->isVisible();
    state.disabled = !rows_.widget()->isEnabled();
    return state;
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }
  QStringList actionNames() const override { return {pressAction()}; }
  void doAction(const QString& name) override {
    if (name == pressAction() && isValid()) rows_.rows().takeRow(row_);
  }
  QStringList keyBindingsForAction(const QString&) const override { return {}; }

 private:
  Rows rows_;
  int row_;
};

class RowsFace : public QAccessibleWidget {
 public:
  RowsFace(QWidget* widget, PaintedRows* rows) : QAccessibleWidget(widget, QAccessible::List), rows_(widget, rows) {}

  int childCount() const override { return widget() == nullptr ? 0 : rows_->rowCount(); }
  QAccessibleInterface* child(int index) const override {
    if (!rows_.has(index)) return nullptr;
    while (ids_.size() <= index)
      ids_.push_back(QAccessible::registerAccessibleInterface(new RowFace(rows_, static_cast<int>(ids_.size()))));
    return QAccessible::accessibleInterface(ids_.at(index));
  }
  int indexOfChild(const QAccessibleInterface* child) const override {
    return static_cast<int>(ids_.indexOf(QAccessible::uniqueId(const_cast<QAccessibleInterface*>(child))));
  }
  QAccessibleInterface* childAt(int x, int y) const override {
    for (int i = 0; i < childCount(); ++i)
      if (child(i)->rect().contains(x, y)) return child(i);
    return nullptr;
  }
  QAccessibleInterface* focusChild() const override {
    return widget()->hasFocus() && rows_.has(rows_->currentRow()) ? child(rows_->currentRow()) : nullptr;
  }

 protected:
  ~RowsFace() override {
    for (const QAccessible::Id id : std::as_const(ids_)) QAccessible::deleteAccessibleInterface(id);
  }

 private:
  Rows rows_;
  mutable QVector<QAccessible::Id> ids_;
};

QAccessibleInterface* make(const QString&, QObject* object) {
  auto* rows = dynamic_cast<PaintedRows*>(object);
  return rows == nullptr ? nullptr : new RowsFace(static_cast<QWidget*>(object), rows);
}

}  // namespace

PaintedRows::PaintedRows() {
  static const bool once = [] {
    QAccessible::installFactory(make);
    return true;
  }();
  (void)once;
}

void PaintedRows::tellRow(QWidget* widget) const {
  if (!QAccessible::isActive() || currentRow() < 0) return;
  QAccessibleEvent event(widget, QAccessible::Focus);
  event.setChild(currentRow());
  QAccessible::updateAccessibility(&event);
}

}  // namespace lacuna::ui
