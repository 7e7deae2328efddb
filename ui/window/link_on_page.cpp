// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/link_on_page.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "ui/window/file_dialog.h"

namespace lacuna::ui {

using storage::LinkState;

LinkOnPage::LinkOnPage(QBoxLayout& column, QWidget* on) : line_(*new LinkLine(on)) {
  column.addWidget(&line_);
  connect(&line_, &LinkLine::closed, this, [this] {
    copiedFrom_.clear();
    new_.files.clear();
  });
}

QAction* LinkOnPage::add(QMenu* menu, const QString& text, const std::function<void()>& act) {
  QAction* action = menu->addAction(text);
  connect(action, &QAction::triggered, this, act);
  return action;
}

void LinkOnPage::addTo(QMenu* menu) {
  QMenu* sub = menu->addMenu(tr("Lin&ked file"));
  link_ = add(sub, tr("&Link to a file\u2026"), [this] { askLink(); });
  check_ = add(sub, tr("L&ook at the file now"), [this] { Q_EMIT checkWanted(id_); });
  again_ = add(sub, tr("&Write the file again"), [this] { Q_EMIT writeAgainWanted(id_); });
  sub->addSeparator();
  inConflict_ << add(sub, tr("&Compare with the file\u2026"), [this] { Q_EMIT compareWanted(id_); });
  inConflict_ << add(sub, tr("&Keep mine, over the file"), [this] { Q_EMIT keepMineWanted(id_); });
  inConflict_ << add(sub, tr("&Take the file\u2019s text"), [this] { Q_EMIT takeFileWanted(id_); });
  sub->addSeparator();
  aboutNew_ << add(sub, tr("Take in &new texts of the folder"), [this] { Q_EMIT newFilesWanted(new_); });
  aboutNew_ << add(sub, tr("Leave new te&xts of the folder out"), [this] { Q_EMIT newFilesPassed(new_); });
  sub->addSeparator();
  unlink_ = add(sub, tr("&Unlink"), [this] { Q_EMIT unlinkWanted(id_); });
  connect(sub, &QMenu::aboutToShow, this, &LinkOnPage::enable);
  enable();
}

void LinkOnPage::openedDocument(const QString& id, const QString& title) {
  title_ = title;
  if (id == id_) return;
  id_ = id;
  status_ = {id, {}, LinkState::None, {}};
  copiedFrom_.clear();
  show();
}

void LinkOnPage::setStatus(const storage::LinkStatus& status) {
  if (status.id != id_) return;
  status_ = status;
  if (status.state != LinkState::None) copiedFrom_.clear();
  show();
}

void LinkOnPage::copied(const QString& id, const QString& path) {
  if (id != id_ || status_.state != LinkState::None) return;
  copiedFrom_ = path;
  show();
}

void LinkOnPage::setNewFiles(const storage::NewFiles& files) {
  if (!files.files.isEmpty() || files.id == new_.id) {
    new_ = files;
    show();
  }
}

void LinkOnPage::askLink() {
  if (id_.isEmpty()) return;
  const QString offered = !status_.path.isEmpty() ? status_.path : copiedFrom_;
  const QString path = askSaveFile(line_.window(), tr("Link to a file"),
                                   offered.isEmpty() ? fileName(title_, QStringLiteral(".md")) : offered,
                                   {tr("Markdown (*.md)"), tr("Plain text (*.txt)"), tr("All files (*)")});
  if (!path.isEmpty()) Q_EMIT linkWanted(id_, path);
}

void LinkOnPage::enable() {
  if (link_ == nullptr) return;
  const bool linked = status_.state != LinkState::None;
  link_->setEnabled(!id_.isEmpty());
  link_->setText(linked ? tr("&Link to another file\u2026") : tr("&Link to a file\u2026"));
  unlink_->setEnabled(linked);
  unlink_->setText(
      linked ? tr("&Unlink from %1").arg(QFileInfo(status_.path).fileName().replace(u'&', QStringLiteral("&&")))
             : tr("&Unlink"));
  check_->setEnabled(linked);
  again_->setEnabled(status_.state == LinkState::Missing);
  for (QAction* action : std::as_const(inConflict_)) action->setEnabled(status_.state == LinkState::Conflict);
  for (QAction* action : std::as_const(aboutNew_)) action->setEnabled(!new_.files.isEmpty());
}

void LinkOnPage::show() {
  enable();
  const QString id = id_;
  if (status_.state == LinkState::None && !copiedFrom_.isEmpty()) {
    const QString path = copiedFrom_;
    line_.say(tr("Copied into the library; %1 stays as it is.").arg(QFileInfo(path).fileName()),
              {{tr("Link to the file"), [this, id, path] { Q_EMIT linkWanted(id, path); }}}, false);
    return;
  }
  if (status_.state != LinkState::None && status_.state != LinkState::InStep) {
    sayTrouble(QFileInfo(status_.path).fileName());
    return;
  }
  if (!new_.files.isEmpty()) {
    const storage::NewFiles files = new_;
    const auto count = static_cast<int>(files.files.size());
    const QString folder = QFileInfo(files.path).fileName();
    line_.say(count == 1 ? tr("A new text in the folder %1: %2").arg(folder, files.files.first())
                         : tr("%Ln new texts in the folder %1.", nullptr, count).arg(folder),
              {{tr("Take in"), [this, files] { Q_EMIT newFilesWanted(files); }},
               {tr("Not these"), [this, files] { Q_EMIT newFilesPassed(files); }}},
              false);
    return;
  }
  line_.clear();
}

void LinkOnPage::sayTrouble(const QString& name) {
  const QString id = id_;
  const LinkLine::Act unlink{tr("Unlink"), [this, id] { Q_EMIT unlinkWanted(id); }};
  const LinkLine::Act retry{tr("Try again"), [this, id] { Q_EMIT checkWanted(id); }};
  const LinkLine::Act elsewhere{tr("Find it\u2026"), [this] { askLink(); }};
  const QString folder = QDir::toNativeSeparators(QFileInfo(status_.path).path());
  switch (status_.state) {
    case LinkState::None:
    case LinkState::InStep:
      return;
    case LinkState::Conflict:
      line_.say(tr("%1 was changed by another program, and this document here. Nothing is overwritten.").arg(name),
                {{tr("Compare\u2026"), [this, id] { Q_EMIT compareWanted(id); }},
                 {tr("Keep mine"), [this, id] { Q_EMIT keepMineWanted(id); }},
                 {tr("Take the file\u2019s"), [this, id] { Q_EMIT takeFileWanted(id); }}},
                true);
      return;
    case LinkState::Missing:
      line_.say(tr("%1 was moved, renamed or deleted. Your words are in the library.").arg(name),
                {elsewhere, {tr("Write it again"), [this, id] { Q_EMIT writeAgainWanted(id); }}, unlink}, true);
      return;
    case LinkState::Away:
      line_.say(tr("The folder %1 cannot be reached. Your words are in the library, and go into %2 when it is back.")
                    .arg(folder, name),
                {retry, unlink}, true);
      return;
    case LinkState::Unreadable:
      line_.say(tr("%1 cannot be read (%2). Your words are in the library.").arg(name, status_.why), {retry, unlink},
                true);
      return;
    case LinkState::NoText:
      line_.say(tr("%1 is no text in UTF-8 any more, so nothing is taken from it or written over it. Your words are in "
                   "the library.")
                    .arg(name),
                {retry, unlink}, true);
      return;
    case LinkState::ReadOnly:
      line_.say(tr("%1 may not be written. Your words are in the library; change the rights of the file or its folder.")
                    .arg(name),
                {retry, unlink}, true);
      return;
    case LinkState::Full:
      line_.say(tr("No room on the disk of %1. Your words are in the library, and go into the file when there is room.")
                    .arg(name),
                {retry, unlink}, true);
      return;
    case LinkState::Failed:
      line_.say(tr("%1 could not be written (%2). Your words are in the library.").arg(name, status_.why),
                {retry, unlink}, true);
      return;
  }
}

}  // namespace lacuna::ui
