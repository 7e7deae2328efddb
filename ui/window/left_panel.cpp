// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/left_panel.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {

LeftPanel::LeftPanel(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("left"));
  setAccessibleName(tr("Library and search"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 12, 0, 0);
  column->setSpacing(2);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(12, 0, 6, 0);
  row->setSpacing(2);
  row_ = row;
  column->addLayout(row);
  tabs_ = new QButtonGroup(this);
  tabs_->setExclusive(true);
  stack_ = new QStackedWidget(this);
  column->addWidget(stack_, 1);
  connect(tabs_, &QButtonGroup::idClicked, this, [this](int page) {
    stack_->setCurrentIndex(page);
    Q_EMIT turnedTo(stack_->widget(page));
  });
}

void LeftPanel::addPage(const QString& name, QWidget* page, const std::function<QWidget*()>& firstStop) {
  auto* tab = new QToolButton(this);
  tab->setText(name);
  tab->setCheckable(true);
  tab->setFont(chromeFont(13));
  tab->setProperty("tab", true);
  tab->setCursor(Qt::PointingHandCursor);
  tab->setAccessibleName(tr("Tab %1").arg(name));
  const int id = stack_->addWidget(page);
  tab->setChecked(id == 0);
  tabs_->addButton(tab, id);
  if (id > 0) {
    delete row_->takeAt(row_->count() - 1);  // the room behind the tabs
    // With Tab too the panel is one, whenever its pages were made.
    setTabOrder(tabs_->button(id - 1), tab);
    QWidget* last = tab;
    for (QWidget* each : page->findChildren<QWidget*>()) {
      if ((each->focusPolicy() & Qt::TabFocus) == 0 || each->window() != window()) continue;  // a list that opens
      setTabOrder(last, each);
      last = each;
    }
  }
  row_->addWidget(tab);
  row_->addItem(new QSpacerItem(0, 0, QSizePolicy::Expanding));
  stops_.push_back(firstStop);
}

void LeftPanel::showPage(QWidget* page) {
  stack_->setCurrentWidget(page);
  tabs_->button(stack_->currentIndex())->setChecked(true);
}

QWidget* LeftPanel::firstStop() const { return stops_.at(stack_->currentIndex())(); }

}  // namespace lacuna::ui
