// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_dialog.h"

#include <QDateTime>
#include <QEvent>
#include <QHeaderView>
#include <QLocale>
#include <QRegularExpression>
#include <QScreen>
#include <QTreeView>
#include <algorithm>
#include <array>

namespace lacuna::ui {
namespace {

constexpr QSize kSize(860, 540);
constexpr QSize kFrame(16, 48);
constexpr int kAroundText = 26;          // pixels in a cell beside its text
constexpr int kNameWidth = 120;          // at least
constexpr qsizetype kLongestName = 255;  // bytes, on the file systems of today

// Sizes, kinds and dates as wide as such texts are, the rest for the names. Qt would cut all but the names.
void fitColumns(const QFileDialog& dialog) {
  auto* list = dialog.findChild<QTreeView*>(QStringLiteral("treeView"));
  if (list == nullptr || list->model() == nullptr) return;
  const QLocale locale = QLocale::system();  // as the dialog writes them
  const QDateTime late(QDate(2028, 12, 28), QTime(22, 58, 58));
  const std::array<QString, 3> longest{locale.formattedDataSize(1023 * 1023 * 1023, 2),
                                       QStringLiteral("Markdown document"),
                                       locale.toString(late, QLocale::ShortFormat)};
  int rest = list->viewport()->width();
  for (int column = 1; column < list->model()->columnCount() && column <= static_cast<int>(longest.size()); ++column) {
    const QString title = list->model()->headerData(column, Qt::Horizontal).toString();
    const QString& text = longest.at(static_cast<std::size_t>(column) - 1);
    const int width =
        std::max(list->fontMetrics().horizontalAdvance(text), list->header()->fontMetrics().horizontalAdvance(title)) +
        kAroundText;
    list->header()->resizeSection(column, width);
    rest -= width;
  }
  list->header()->resizeSection(0, std::max(rest, kNameWidth));
}

// Qt's dialog makes its list when it is shown. A class derived from QFileDialog would not be the desktop's any more.
class Fitter : public QObject {
 public:
  explicit Fitter(QFileDialog* dialog) : QObject(dialog), dialog_(dialog) { dialog->installEventFilter(this); }
  bool eventFilter(QObject* watched, QEvent* event) override {
    // The list too: it becomes narrower when its scroll bar comes.
    if (watched == dialog_ && event->type() == QEvent::Show) {
      if (auto* list = dialog_->findChild<QTreeView*>(QStringLiteral("treeView")))
        list->viewport()->installEventFilter(this);
    }
    if (event->type() == QEvent::Show || event->type() == QEvent::Resize)
      QMetaObject::invokeMethod(
          this, [this] { fitColumns(*dialog_); }, Qt::QueuedConnection);
    return false;
  }

 private:
  QFileDialog* dialog_;
};

// Of "Markdown (*.md)": "md".
QString endingOf(const QString& filter) {
  static const QRegularExpression ending(QStringLiteral("\\(\\*\\.(\\w+)\\)"));
  return ending.match(filter).captured(1);
}

QString pathOf(QFileDialog& dialog) {
  makeRoom(&dialog);
  return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

}  // namespace

void makeRoom(QFileDialog* dialog) {
  const QWidget* near = dialog->parentWidget() != nullptr ? dialog->parentWidget() : dialog;
  dialog->resize(kSize.boundedTo(near->screen()->availableGeometry().size() - kFrame));
  new Fitter(dialog);
}

QString askOpenFile(QWidget* parent, const QString& title, const QStringList& filters) {
  QFileDialog dialog(parent, title);
  dialog.setFileMode(QFileDialog::ExistingFile);
  dialog.setNameFilters(filters);
  return pathOf(dialog);
}

QString askSaveFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
                    QString* chosen) {
  QFileDialog dialog(parent, title);
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setFileMode(QFileDialog::AnyFile);
  dialog.setNameFilters(filters);
  dialog.selectFile(name);
  const auto useEnding = [&dialog](const QString& filter) { dialog.setDefaultSuffix(endingOf(filter)); };
  useEnding(filters.value(0));
  QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, useEnding);
  const QString path = pathOf(dialog);
  if (chosen != nullptr) *chosen = dialog.selectedNameFilter();
  return path;
}

QString fileName(QString title, const QString& ending) {
  title.replace(u'/', u'-');
  const qsizetype most = kLongestName - ending.toUtf8().size();
  while (title.toUtf8().size() > most) title.chop(title.back().isLowSurrogate() ? 2 : 1);
  return title.trimmed() + ending;
}

QString askFolder(QWidget* parent, const QString& title) {
  QFileDialog dialog(parent, title);
  dialog.setFileMode(QFileDialog::Directory);
  dialog.setOption(QFileDialog::ShowDirsOnly);
  return pathOf(dialog);
}

}  // namespace lacuna::ui
