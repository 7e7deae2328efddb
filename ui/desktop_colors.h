// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop is dark, for the theme that follows it. Qt tells it from 6.5 on; before, the program hears it of
// the desktop and says it here; where neither says anything, the desktop's palette does. UI thread only.
#pragma once

#include <QWidget>
#include <optional>

namespace lacuna::ui {

class DesktopColors : public QObject {
  Q_OBJECT
 public:
  // Begins with what was known when the program ended. window: hears of the desktop's palette; null: nobody does.
  explicit DesktopColors(QWidget* window);

  bool dark() const { return dark_; }
  // Nothing: the desktop has no wish, and its palette counts.
  void setSaid(std::optional<bool> dark);

 Q_SIGNALS:
  void changed(bool dark);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void look();

  std::optional<bool> said_;
  bool dark_ = false;
};

}  // namespace lacuna::ui
