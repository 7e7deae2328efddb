// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/links/conflict_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/history/diff_view.h"

namespace lacuna::ui {
namespace {

constexpr QSize kSize(820, 560);
constexpr QSize kFrame(16, 48);

struct Said {
  Q_DECLARE_TR_FUNCTIONS(ConflictDialog)
};

}  // namespace

ConflictAnswer askConflict(QWidget* parent, const Theme& theme, const QString& file,
                           const storage::Comparison& comparison) {
  QDialog dialog(parent);
  dialog.setObjectName(QStringLiteral("conflict"));
  dialog.setWindowTitle(Said::tr("Two texts"));
  auto* column = new QVBoxLayout(&dialog);
  auto* label =
      new QLabel(Said::tr("%1 was changed by another program, and the document here too. Struck through: only "
                          "in the file. Underlined: only here. Whichever you choose, the other text stays in "
                          "the history.")
                     .arg(file),
                 &dialog);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  auto* difference = new DiffView(&dialog);
  difference->setTheme(theme);
  difference->show(comparison, false);
  auto* buttons = new QDialogButtonBox(&dialog);
  QPushButton* mine = buttons->addButton(Said::tr("&Keep mine"), QDialogButtonBox::AcceptRole);
  QPushButton* take = buttons->addButton(Said::tr("&Take the file\u2019s"), QDialogButtonBox::AcceptRole);
  QPushButton* later = buttons->addButton(Said::tr("&Later"), QDialogButtonBox::RejectRole);
  later->setDefault(true);
  ConflictAnswer answer = ConflictAnswer::Later;
  QObject::connect(mine, &QPushButton::clicked, &dialog, [&] { answer = ConflictAnswer::KeepMine; });
  QObject::connect(take, &QPushButton::clicked, &dialog, [&] { answer = ConflictAnswer::TakeFile; });
  QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  column->addWidget(label);
  column->addWidget(difference, 1);
  column->addWidget(buttons);
  const QScreen* screen = parent != nullptr ? parent->screen() : dialog.screen();
  dialog.resize(kSize.boundedTo(screen->availableGeometry().size() - kFrame));
  return dialog.exec() == QDialog::Accepted ? answer : ConflictAnswer::Later;
}

}  // namespace lacuna::ui
