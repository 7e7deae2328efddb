// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/history_dialogs.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kNameWidth = 420;  // pixels

struct Said {
  Q_DECLARE_TR_FUNCTIONS(HistoryDialogs)
};

}  // namespace

QString askStateName(QWidget* parent, const QString& title, const QString& before, bool* given) {
  QInputDialog dialog(parent);
  dialog.setWindowTitle(title);
  dialog.setLabelText(Said::tr("Name, as “First draft” or “Sent to Mara”"));
  dialog.setTextValue(before);
  dialog.resize(std::min(kNameWidth, parent->window()->width()), dialog.sizeHint().height());
  const bool accepted = dialog.exec() == QDialog::Accepted;
  if (given != nullptr) *given = accepted;
  return accepted ? dialog.textValue().simplified() : QString();
}

bool confirmThinning(QWidget* parent, const storage::ThinningPlan& plan, qint64 bytes) {
  const auto count = static_cast<int>(plan.removed.size());
  QMessageBox box(parent);
  box.setIcon(QMessageBox::NoIcon);
  box.setWindowTitle(Said::tr("Thin out the history"));
  box.setText((count == 1 ? Said::tr("One state goes for good, and the room that it takes: %1.")
                          : Said::tr("%Ln states go for good, and the room that they take: %1.", nullptr, count))
                  .arg(QLocale().formattedDataSize(bytes)));
  box.setInformativeText(plan.sentence);
  QPushButton* go =
      box.addButton(count == 1 ? Said::tr("Remove one state") : Said::tr("Remove %Ln states", nullptr, count),
                    QMessageBox::AcceptRole);
  QPushButton* stay = box.addButton(QMessageBox::Cancel);
  box.setDefaultButton(stay);
  box.exec();
  return box.clickedButton() == go;
}

}  // namespace lacuna::ui
