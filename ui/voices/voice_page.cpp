// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/voice_page.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/act_button.h"
#include "ui/fonts.h"
#include "ui/voices/flow_layout.h"
#include "ui/voices/voice_words.h"
#include "ui/window/file_dialog.h"

namespace lacuna::ui {
namespace {

constexpr int kMostShare = 150;  // percent
constexpr int kFollowMs = 250;
constexpr int kPassageRows = 5;

QLabel* makeLabel(const char* role, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setProperty("role", role);
  return label;
}

}  // namespace

VoicePage::VoicePage(VoiceActs& acts, QWidget* parent)
    : QWidget(parent),
      acts_(acts),
      name_(new QLineEdit(this)),
      card_(makeLabel("", this)),
      facts_(makeLabel("soft", this)),
      comparison_(new VoiceComparison(acts, this)),
      passagesBox_(new QWidget(this)),
      passages_(new QTreeWidget(passagesBox_)) {
  auto* column = new QVBoxLayout(this);
  name_->setAccessibleName(tr("Name of the voice"));
  name_->setFont(chromeFont(15, QFont::DemiBold));
  card_->setAccessibleName(tr("What is known of it"));
  column->addWidget(name_);
  column->addWidget(makeUse());
  column->addWidget(card_);
  column->addWidget(facts_);
  QLabel* compareHead = makeLabel("caption", this);
  compareHead->setText(tr("Without and with it"));
  column->addWidget(compareHead);
  column->addWidget(comparison_);
  auto* below = new QVBoxLayout(passagesBox_);
  below->setContentsMargins(0, 0, 0, 0);
  QLabel* passagesHead = makeLabel("caption", passagesBox_);
  passagesHead->setText(tr("What it repeated word for word"));
  passages_->setAccessibleName(passagesHead->text());
  passages_->setRootIsDecorated(false);
  passages_->setHeaderLabels({tr("Words"), tr("Passage"), tr("Stands in")});
  passages_->setFixedHeight((kPassageRows + 1) * (fontMetrics().height() + 8));
  passages_->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  passages_->header()->resizeSection(1, 230);
  below->addWidget(passagesHead);
  below->addWidget(passages_);
  column->addWidget(passagesBox_);
  auto* row = new FlowLayout;
  export_ = button(tr("&Export\u2026"), tr("Into a file that can be imported on another computer"), row);
  remove_ = button(tr("&Delete"), tr("It can be taken back until the program is closed"), row);
  column->addLayout(row);
  column->addStretch();
  later_.setSingleShot(true);
  later_.setInterval(kFollowMs);
  connect(&later_, &QTimer::timeout, this, &VoicePage::tell);
  connect(name_, &QLineEdit::editingFinished, this, [this] {
    const QString name = name_->text().simplified();
    if (name.isEmpty()) name_->setText(voice_.name);
    if (!name.isEmpty() && name != voice_.name) Q_EMIT acts_.voiceRenamed(voice_.id, name);
  });
  connect(export_, &QPushButton::clicked, this, [this] {
    QString path = askSaveFile(this, tr("Export the voice"), fileName(voice_.name, QStringLiteral(".zip")),
                               {tr("Voices (*.zip)")});
    if (path.isEmpty()) return;
    if (!path.endsWith(QStringLiteral(".zip"), Qt::CaseInsensitive)) path += QStringLiteral(".zip");
    Q_EMIT acts_.exportWanted(voice_.id, path);
  });
  connect(remove_, &QPushButton::clicked, this, &VoicePage::remove);
}

QPushButton* VoicePage::button(const QString& text, const QString& tip, QLayout* into) {
  QPushButton* made = actButton(text, tip, this);
  into->addWidget(made);
  return made;
}

QWidget* VoicePage::makeUse() {
  auto* box = new QWidget(this);
  auto* form = new QFormLayout(box);
  form->setContentsMargins(0, 4, 0, 4);
  form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  use_ = new QComboBox(box);
  use_->setAccessibleName(tr("Where it speaks"));
  use_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  use_->setMinimumContentsLength(22);
  auto* slider = new QWidget(box);
  auto* row = new QHBoxLayout(slider);
  row->setContentsMargins(0, 0, 0, 0);
  share_ = new QSlider(Qt::Horizontal, slider);
  share_->setRange(0, kMostShare);
  share_->setPageStep(10);
  share_->setMinimumWidth(120);
  share_->setAccessibleName(tr("How loudly it speaks, in percent"));
  share_->setToolTip(tr("100% is as it was learnt; the next gap is filled with it"));
  shareSaid_ = new QLabel(slider);
  shareSaid_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("150%00")));
  row->addWidget(share_, 1);
  row->addWidget(shareSaid_);
  form->addRow(tr("S&peaks"), use_);
  form->addRow(tr("&How loudly"), slider);
  connect(use_, &QComboBox::activated, this, [this] {
    if (use_->currentData().toInt() != Silent && share_->value() == 0) {
      const QSignalBlocker quiet(share_);
      share_->setValue(100);
    }
    tell();
  });
  connect(share_, &QSlider::valueChanged, this, [this](int percent) {
    shareSaid_->setText(tr("%1%").arg(percent));
    comparison_->setVoice(voice_.id, percent / 100.0);
    later_.start();
  });
  return box;
}

void VoicePage::show(const storage::Voice& voice, const VoiceSpeaking& speaking) {
  const bool other = voice.id != voice_.id;
  if (other && later_.isActive()) {
    later_.stop();
    tell();
  }
  voice_ = voice;
  speaking_ = speaking;
  if (other || !name_->hasFocus()) name_->setText(voice_.name);
  showCard();
  showPassages();
  if (other || !later_.isActive()) showUse();
  comparison_->setVoice(voice_.id, share_->value() / 100.0);
  const bool there = !voice_.deleted;
  for (QWidget* part : {static_cast<QWidget*>(name_), static_cast<QWidget*>(use_), static_cast<QWidget*>(comparison_),
                        static_cast<QWidget*>(export_)})
    part->setEnabled(there);
  remove_->setText(there ? tr("&Delete") : tr("&Take back"));
}

void VoicePage::showCard() {
  QStringList sentences;
  for (const QString& sentence : {learntText(voice_.card), distinctText(voice_.card), verbatimText(voice_.card)})
    if (!sentence.isEmpty()) sentences << sentence;
  if (sentences.isEmpty()) sentences << tr("Nothing was measured of it.");
  card_->setText(sentences.join(QStringLiteral("\n\n")));
  QStringList facts;
  if (!voice_.modelName.isEmpty()) facts << tr("over %1").arg(voice_.modelName);
  if (voice_.bytes > 0) facts << bytesText(voice_.bytes);
  if (voice_.created.isValid()) facts << QLocale().toString(voice_.created.toLocalTime().date(), QLocale::ShortFormat);
  if (!voice_.card.sources.isEmpty()) facts << tr("from %1").arg(voice_.card.sources.join(QStringLiteral(", ")));
  facts_->setText(facts.join(QStringLiteral(" \u00b7 ")));
}

void VoicePage::showPassages() {
  const QVector<storage::VerbatimPassage>& all = voice_.card.passages;
  passagesBox_->setVisible(!all.isEmpty());
  while (passages_->topLevelItemCount() > all.size()) delete passages_->takeTopLevelItem(0);
  for (int i = 0; i < all.size(); ++i) {
    QTreeWidgetItem* item = passages_->topLevelItem(i);
    if (item == nullptr) item = new QTreeWidgetItem(passages_);
    const QStringList cells{QString::number(all.at(i).words), all.at(i).fill.simplified(), all.at(i).chapter};
    for (int column = 0; column < cells.size(); ++column) {
      item->setText(column, cells.at(column));
      item->setToolTip(column, cells.at(column));
    }
  }
}

void VoicePage::showUse() {
  const QSignalBlocker quietUse(use_);
  const QSignalBlocker quietShare(share_);
  use_->clear();
  use_->addItem(tr("not"), Silent);
  if (!speaking_.project.isEmpty()) use_->addItem(tr("in \u201C%1\u201D").arg(speaking_.projectTitle), Here);
  use_->addItem(tr("wherever nothing else is said"), Everywhere);
  const double here = shareOf(speaking_.here, voice_.id);
  const double everywhere = shareOf(speaking_.everywhere, voice_.id);
  const bool own = speaking_.own || speaking_.project.isEmpty();
  const Use use = here <= 0 && (own || everywhere <= 0) ? Silent : speaking_.own && here > 0 ? Here : Everywhere;
  use_->setCurrentIndex(std::max(0, use_->findData(use)));
  const int percent = qRound(100 * (here > 0 ? here : everywhere > 0 ? everywhere : 1.0));
  share_->setValue(percent);
  shareSaid_->setText(tr("%1%").arg(percent));
  share_->setEnabled(use != Silent && !voice_.deleted);
}

void VoicePage::tell() {
  if (voice_.id.isEmpty()) return;
  const auto use = static_cast<Use>(use_->currentData().toInt());
  const double share = share_->value() / 100.0;
  share_->setEnabled(use != Silent);
  const QString& project = speaking_.project;
  switch (use) {
    case Silent:
      // Where it would be heard without a word of the project's own, the project says so.
      if (speaking_.own || project.isEmpty()) {
        Q_EMIT acts_.speakingChosen(project,
                                    withShare(project.isEmpty() ? speaking_.everywhere : speaking_.here, voice_.id, 0));
      } else {
        Q_EMIT acts_.speakingChosen({}, withShare(speaking_.everywhere, voice_.id, 0));
      }
      break;
    case Here:
      Q_EMIT acts_.speakingChosen(project, withShare(speaking_.here, voice_.id, share));
      break;
    case Everywhere:
      if (speaking_.own) Q_EMIT acts_.ownSpeakingDropped(project);
      Q_EMIT acts_.speakingChosen({}, withShare(speaking_.everywhere, voice_.id, share));
      break;
  }
}

void VoicePage::remove() {
  if (voice_.deleted) {
    Q_EMIT acts_.voiceRestored(voice_.id);
  } else {
    Q_EMIT acts_.voiceDeleted(voice_.id);
    Q_EMIT acts_.sentence(
        tr("\u201C%1\u201D is deleted; it can be taken back until the program is closed.").arg(voice_.name));
  }
}

}  // namespace lacuna::ui
