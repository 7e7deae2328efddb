// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_room.h"

#include <QSettings>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kPageWidth = 520;  // below it a line holds too few words to be read
constexpr int kUsualPage = 880;

}  // namespace

PanelRoom::PanelRoom(QSplitter* splitter, QWidget* library, QWidget* side)
    : QObject(splitter),
      splitter_(splitter),
      library_{library, 0, 170, 230, QStringLiteral("ui/library")},
      side_{side, 2, 280, 330, QStringLiteral("ui/side")} {
  for (const Panel* panel : {&library_, &side_}) panel->widget->setMinimumWidth(panel->least);
  for (int i = 0; i < splitter->count(); ++i) splitter->setStretchFactor(i, i == 1 ? 1 : 0);
  splitter->setSizes({library_.width, kUsualPage, side_.width});
  connect(splitter, &QSplitter::splitterMoved, this, [this] {
    for (Panel* panel : {&library_, &side_})
      if (panel->widget->isVisible()) panel->width = splitter_->sizes().at(panel->index);
  });
}

void PanelRoom::addSwitch(QAction* action, QWidget* widget) {
  panelOf(widget).action = action;
  action->setCheckable(true);
  action->setChecked(true);
  connect(action, &QAction::triggered, this, [this, widget](bool on) {
    panelOf(widget).wanted = on;
    asked_ = on ? widget : nullptr;
    fit(splitter_->window()->width());
  });
  connect(action, &QAction::toggled, this, [this, widget](bool on) { widget->setVisible(on && !folded_); });
}

void PanelRoom::show(const QWidget* panel) {
  QAction* action = panelOf(panel).action;
  if (!action->isChecked()) action->trigger();
}

void PanelRoom::setFolded(bool folded) {
  folded_ = folded;
  for (const Panel* panel : {&library_, &side_}) panel->widget->setVisible(!folded && panel->action->isChecked());
}

void PanelRoom::restore() {
  const QSettings settings;
  for (Panel* panel : {&library_, &side_}) panel->wanted = settings.value(panel->setting, true).toBool();
}

void PanelRoom::keep() const {
  QSettings settings;
  for (const Panel* panel : {&library_, &side_}) settings.setValue(panel->setting, panel->wanted);
}

void PanelRoom::fit(int width) {
  const auto fits = [width](int panels) { return width - panels >= kPageWidth; };
  const auto leastOf = [](const Panel& panel, bool shown) { return shown ? panel.least : 0; };
  const bool withSide =
      side_.wanted && (asked_ == side_.widget || fits(side_.least + leastOf(library_, library_.wanted)));
  const bool withLibrary =
      library_.wanted && (asked_ == library_.widget || fits(library_.least + leastOf(side_, withSide)));
  library_.action->setChecked(withLibrary);
  side_.action->setChecked(withSide);
  QList<int> sizes = splitter_->sizes();
  // From the widths that the author gave them.
  if (withLibrary) sizes[0] = library_.width;
  if (withSide) sizes[2] = side_.width;
  const auto pageWidth = [&] { return width - (withLibrary ? sizes.at(0) : 0) - (withSide ? sizes.at(2) : 0); };
  int missing = kPageWidth - pageWidth();
  const auto narrow = [&sizes, &missing](const Panel& panel) {
    const int given = std::clamp(std::max(0, missing), 0, std::max(0, sizes.at(panel.index) - panel.least));
    sizes[panel.index] -= given;
    missing -= given;
  };
  if (withSide) narrow(side_);
  if (withLibrary) narrow(library_);
  sizes[1] = pageWidth();
  splitter_->setSizes(sizes);
}

}  // namespace lacuna::ui
