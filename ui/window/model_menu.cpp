// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/model_menu.h"

#include <QScreen>
#include <algorithm>
#include <utility>

#include "ui/window/text_dialog.h"

namespace lacuna::ui {
namespace {

QString plain(QString text) { return text.replace(u'&', QStringLiteral("&&")); }

// A model's card, as it lies beside its weights.
void showCard(QWidget* window, const ModelItem& item) {
  showText(window, item.title, [&item](QTextDocument* text) {
    const QString facts = item.facts.isEmpty() ? item.why : item.facts;
    text->setMarkdown((item.card.isEmpty() ? QStringLiteral("# ") + item.title : item.card) +
                      QStringLiteral("\n\n---\n\n") + facts + QStringLiteral("\n\n`") + item.path +
                      QStringLiteral("`\n"));
  });
}

}  // namespace

ModelMenu::ModelMenu(QMenu* menu, QWidget* window) : QObject(window), menu_(menu), window_(window) {
  line_ = menu_->addAction(QString());
  line_->setEnabled(false);
  menu_->setToolTipsVisible(true);
  connect(menu_, &QMenu::aboutToShow, this, &ModelMenu::wanted);
  connect(menu_, &QMenu::aboutToHide, this, [this] { pill_.clear(); });
  end_ = menu_->addSeparator();
}

void ModelMenu::showEngine(const EngineView& engine) {
  const QString name = engine.model.isEmpty() ? tr("model") : engine.model;
  line_->setText(engine.state == EngineView::Ready    ? tr("%1 on %2").arg(name, engine.device)
                 : engine.state == EngineView::Failed ? tr("No model is loaded")
                                                      : tr("The model is loading"));
}

void ModelMenu::openAt(const QWidget& pill) {
  menu_->popup(pill.mapToGlobal(QPoint(0, -menu_->sizeHint().height())));
  pill_ = &pill;
  place();
}

// Above the pill, or below it where the screen ends above. It grows while it is open: the models are looked for.
void ModelMenu::place() {
  if (pill_ == nullptr || !menu_->isVisible()) return;
  const QRect pill(pill_->mapToGlobal(QPoint()), pill_->size());
  const QRect room = pill_->screen()->availableGeometry();
  const QSize size = menu_->sizeHint().boundedTo(room.size());
  int y = pill.top() - size.height();
  if (y < room.top() && pill.bottom() + size.height() < room.bottom()) y = pill.bottom() + 1;
  const int x = std::max(room.left(), std::min(pill.left(), room.right() + 1 - size.width()));
  menu_->setGeometry(QRect(QPoint(x, std::max(room.top(), y)), size));
}

QAction* ModelMenu::insert(const QString& text) {
  auto* action = new QAction(text, menu_);
  menu_->insertAction(end_, action);
  actions_.push_back(action);
  return action;
}

// Above the end of their part of the menu, which may be open: what can be chosen, and what only is there.
void ModelMenu::setModels(const QVector<ModelItem>& models) {
  for (QAction* const old : std::as_const(actions_)) {
    menu_->removeAction(old);
    if (old->menu() != nullptr)
      old->menu()->deleteLater();  // and its action
    else
      old->deleteLater();
  }
  actions_.clear();
  menu_->insertSeparator(end_);
  actions_.push_back(menu_->actions().value(menu_->actions().indexOf(end_) - 1));
  QMenu* cards = nullptr;
  for (const ModelItem& item : models) {
    QAction* action = insert(plain(item.title) + (item.base ? tr("\ta base") : QString()));
    action->setCheckable(!item.base);
    action->setChecked(item.current);
    action->setEnabled(!item.base && item.why.isEmpty());
    action->setToolTip(item.why.isEmpty() ? item.facts : item.why);
    connect(action, &QAction::triggered, this, [this, item] { Q_EMIT chosen(item.path); });
  }
  for (const ModelItem& item : models) {
    if (cards == nullptr) {
      cards = new QMenu(tr("&About the models"), menu_);
      menu_->insertMenu(end_, cards);
      actions_.push_back(cards->menuAction());
    }
    cards->addAction(plain(item.title), this, [this, item] { showCard(window_, item); });
  }
  place();
}

void ModelMenu::beginVoices() { voicesEnd_ = menu_->addSeparator(); }

void ModelMenu::setVoices(const QVector<storage::Voice>& voices, const QVector<storage::VoiceShare>& speaking) {
  for (QAction* const old : std::as_const(voices_)) {
    menu_->removeAction(old);
    old->deleteLater();
  }
  voices_.clear();
  const auto add = [this](const QString& text, const QString& id, bool speaks) {
    if (voices_.isEmpty()) voices_.push_back(menu_->insertSeparator(voicesEnd_));
    auto* action = new QAction(text, menu_);
    action->setCheckable(true);
    action->setChecked(speaks);
    menu_->insertAction(voicesEnd_, action);
    voices_.push_back(action);
    connect(action, &QAction::triggered, this, [this, id] { Q_EMIT voiceChosen(id); });
  };
  for (const storage::Voice& voice : voices) {
    if (voice.deleted) continue;
    if (voices_.isEmpty()) add(tr("&No voice: the model alone"), QString(), speaking.isEmpty());
    const bool speaks = std::any_of(speaking.begin(), speaking.end(),
                                    [&](const storage::VoiceShare& one) { return one.voiceId == voice.id; });
    add(plain(voice.name), voice.id, speaks);
  }
  place();
}

}  // namespace lacuna::ui
