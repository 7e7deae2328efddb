// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <utility>

namespace lacuna::ui {

PreferencesPage::PreferencesPage(const QString& title) : title_(title), form_(new QFormLayout(this)) {
  form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
  form_->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
}

void PreferencesPage::addRow(const QString& title, const QString& keywords, QWidget* widget) {
  if (qobject_cast<QPushButton*>(widget) != nullptr) {
    auto* line = new QHBoxLayout;
    line->addWidget(widget);
    line->addStretch(1);
    form_->addRow(line);
    return note(title, keywords, nullptr, widget);
  }
  if (qobject_cast<QAbstractButton*>(widget) != nullptr) {
    form_->addRow(widget);
    return note(title, keywords, nullptr, widget);
  }
  auto* label = new QLabel(title, this);
  label->setBuddy(widget);
  form_->addRow(label, widget);
  note(title, keywords, label, widget);
}

void PreferencesPage::addBlock(const QString& title, const QString& keywords, QWidget* widget) {
  auto* label = new QLabel(title, this);
  label->setBuddy(widget);
  form_->addRow(label);
  form_->addRow(widget);
  note(title, keywords, label, widget);
}

void PreferencesPage::note(const QString& title, const QString& keywords, QWidget* label, QWidget* widget) {
  widget->setAccessibleName(title);
  rows_.append({QStringList{title, keywords, title_}.join(u' '), label, widget});
}

void PreferencesPage::setBack(std::function<void()> defaults, std::function<void()> cancel) {
  defaults_ = std::move(defaults);
  cancel_ = std::move(cancel);
}

void PreferencesPage::restoreDefaults() {
  if (defaults_) defaults_();
}

void PreferencesPage::cancel() {
  if (cancel_) cancel_();
}

int PreferencesPage::filter(const QString& query) {
  const QStringList wanted = query.split(u' ', Qt::SkipEmptyParts);
  int found = 0;
  for (const Row& row : std::as_const(rows_)) {
    const bool on = std::all_of(wanted.begin(), wanted.end(),
                                [&row](const QString& word) { return row.words.contains(word, Qt::CaseInsensitive); });
    row.widget->setVisible(on);
    if (row.label != nullptr) row.label->setVisible(on);
    if (on) ++found;
  }
  return found;
}

}  // namespace lacuna::ui
