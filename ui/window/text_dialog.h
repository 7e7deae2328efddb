// SPDX-License-Identifier: GPL-3.0-or-later
// A text of some length in a dialog of its own, with the page's quiet looks. UI thread only; returns when it is closed.
#pragma once

#include <QTextDocument>
#include <QWidget>
#include <functional>

namespace lacuna::ui {

// It scrolls where the window is small. fill: writes the text. most: of the dialog.
void showText(QWidget* window, const QString& title, const std::function<void(QTextDocument*)>& fill,
              const QSize& most = {680, 560});

}  // namespace lacuna::ui
