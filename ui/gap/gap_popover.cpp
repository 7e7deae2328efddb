// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_popover.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kWidth = 336;
constexpr int kSide = 16;       // between the card's edge and the fields
constexpr int kEnds = 13;       // above the first row and below the foot
constexpr int kLeastRows = 40;  // pixels
constexpr int kFieldWidth = 210;

QWidget* sliderRow(QSlider* slider, QLabel* name, QWidget* parent) {
  auto* row = new QWidget(parent);
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(8);
  row->setFixedHeight(24);
  line->addWidget(slider, 1);
  name->setProperty("role", QStringLiteral("soft"));
  name->setFont(chromeFont(12));
  name->setMinimumWidth(64);
  line->addWidget(name);
  return row;
}

}  // namespace

GapPopover::GapPopover(QWidget* parent)
    : FloatingCard(parent),
      scroll_(new QScrollArea(this)),
      grid_(new QGridLayout),
      foot_(new QHBoxLayout),
      words_(new CountBox(this)),
      pins_(new ChipsField(tr("Words that must appear"), this)),
      forbidden_(new ChipsField(tr("Words that must not appear"), this)),
      strength_(new QSlider(Qt::Horizontal, this)),
      strengthName_(new QLabel(this)),
      candidates_(new CountBox(this)),
      steps_(new CountBox(this)),
      temperature_(new QSlider(Qt::Horizontal, this)),
      temperatureName_(new QLabel(this)),
      way_(new QComboBox(this)),
      ranking_(new QComboBox(this)),
      go_(new QPushButton(this)) {
  setObjectName(QStringLiteral("popover"));
  setAccessibleName(tr("How the gap shall be filled"));
  setFixedWidth(kWidth);
  auto* rows = new QWidget;
  rows->setLayout(grid_);
  scroll_->setObjectName(QStringLiteral("popoverRows"));
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setWidgetResizable(true);
  scroll_->setWidget(rows);
  grid_->setHorizontalSpacing(12);
  grid_->setVerticalSpacing(8);
  grid_->setColumnStretch(1, 1);

  words_->setRange(0, kMostGapWords);
  words_->setSpecialValueText(tr("automatic"));
  strength_->setRange(1, 10);
  strength_->setPageStep(2);
  candidates_->setRange(1, 8);
  steps_->setRange(4, 128);
  temperature_->setRange(0, 40);  // twentieths
  temperature_->setPageStep(4);
  for (const DenoisingWay& way : denoisingWays()) {
    way_->addItem(way.title, way.sampler);
    way_->setItemData(way_->count() - 1, way.tip, Qt::ToolTipRole);
  }
  ranking_->addItem(tr("The likeliest first"), false);
  ranking_->addItem(tr("What most agree on first"), true);

  addRow(tr("Length"), words_, tr("Words; 0 leaves it to the model"));
  addRow(tr("Must appear"), pins_, tr("Words that every candidate holds, at most eight"));
  addRow(tr("Never"), forbidden_, tr("Words that no candidate holds, in this gap and the next ones"));
  addRow(tr("Strength"), sliderRow(strength_, strengthName_, this),
         tr("How much of the selected words may change: a polish keeps most of them"));
  addRow(tr("Candidates"), candidates_, tr("How many texts to choose from, denoised side by side"));
  addRow(tr("Steps"), steps_, tr("More steps take longer and settle more carefully"));
  addRow(tr("Temperature"), sliderRow(temperature_, temperatureName_, this),
         tr("0 takes the likeliest words; higher is more surprising"));
  addRow(tr("Way"), way_, tr("In what order the noise is taken away"));
  addRow(tr("Order"), ranking_, tr("Which candidate is shown first"));
  strength_->setAccessibleName(tr("Strength"));
  temperature_->setAccessibleName(tr("Temperature"));

  go_->setObjectName(QStringLiteral("go"));
  go_->setFont(chromeFont(12, QFont::DemiBold));
  go_->setAutoDefault(false);
  auto* hint = new QLabel(tr("Esc back to the page"), this);
  hint->setProperty("role", QStringLiteral("soft"));
  hint->setFont(chromeFont(11));
  foot_->setContentsMargins(kSide, 8, kSide, 0);
  foot_->addWidget(hint);
  foot_->addStretch();
  foot_->addWidget(go_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, kEnds, 0, kEnds);
  column->setSpacing(0);
  column->addWidget(scroll_);
  column->addLayout(foot_);

  const QList<QWidget*> order{words_,       pins_->edit(), forbidden_->edit(), strength_, candidates_, steps_,
                              temperature_, way_,          ranking_,           go_};
  for (int i = 0; i + 1 < order.size(); ++i) setTabOrder(order.at(i), order.at(i + 1));
  connect(go_, &QPushButton::clicked, this, [this] { accept(); });
  for (CountBox* box : {words_, candidates_, steps_}) {
    connect(box, &QSpinBox::valueChanged, this, [this] { tell(); });
    connect(box, &CountBox::bounded, this, &GapPopover::sentence);
  }
  for (QSlider* slider : {strength_, temperature_}) connect(slider, &QSlider::valueChanged, this, [this] { tell(); });
  for (QComboBox* box : {way_, ranking_}) connect(box, &QComboBox::currentIndexChanged, this, [this] { tell(); });
  for (QWidget* field :
       std::initializer_list<QWidget*>{words_, strength_, candidates_, steps_, temperature_, way_, ranking_}) {
    field->installEventFilter(this);
    field->setFocusPolicy(Qt::StrongFocus);  // the wheel takes no keys
  }
  for (ChipsField* field : {pins_, forbidden_}) {
    connect(field, &ChipsField::changed, this, [this] {
      refit();
      tell();
    });
    connect(field, &ChipsField::accepted, this, [this] { accept(); });
  }
  hide();
}

void GapPopover::addRow(const QString& name, QWidget* field, const QString& tip) {
  auto* label = new QLabel(name, this);
  label->setFont(chromeFont(12));
  const auto* chips = qobject_cast<ChipsField*>(field);
  label->setBuddy(chips != nullptr ? chips->findChild<QLineEdit*>() : field);
  label->setToolTip(tip);
  field->setToolTip(tip);
  field->setFont(chromeFont(12));
  field->setMinimumWidth(kFieldWidth);
  if (field->accessibleName().isEmpty()) field->setAccessibleName(name);
  if (auto* box = qobject_cast<QAbstractSpinBox*>(field)) box->setButtonSymbols(QAbstractSpinBox::NoButtons);
  const int row = grid_->rowCount();
  grid_->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
  label->setContentsMargins(0, 4, 0, 0);
  grid_->addWidget(field, row, 1);
}

void GapPopover::fill(const GapOptions& options, const Subject& subject) {
  const Hold hold(fillings_);
  base_ = options;
  words_->setValue(subject.words);
  words_->setSuffix(subject.words > 0 ? tr(" words") : QString());
  words_->setSpecialValueText(subject.now > 0 && subject.active ? tr("automatic (now %1)").arg(subject.now)
                                                                : tr("automatic"));
  pins_->setChips(subject.pins);
  QVector<Chip> never;
  for (const QString& text : options.forbidden) never.push_back({text, false});
  forbidden_->setChips(never);
  strength_->setValue(qRound(options.strength * 10));
  strength_->setEnabled(subject.rewrites || !subject.active);
  candidates_->setValue(options.candidates);
  steps_->setValue(options.steps);
  temperature_->setValue(qRound(options.temperature * 20));
  way_->setCurrentIndex(std::max(0, way_->findData(options.sampler)));
  ranking_->setCurrentIndex(options.consensus ? 1 : 0);
  go_->setText(subject.active ? tr("\u21b5  Denoise again") : tr("\u21b5  Fill"));
  showStrength();
}

void GapPopover::open(const GapOptions& options, const Subject& subject) {
  fill(options, subject);
  show();
  refit();
  raise();
  words_->setFocus(Qt::PopupFocusReason);
  words_->selectAll();
}

GapOptions GapPopover::options() const {
  GapOptions o = base_;
  o.words = words_->value();
  o.pins = pins_->words(false);
  o.forbidden = forbidden_->words(false);
  o.strength = static_cast<float>(strength_->value()) / 10.0F;
  o.candidates = candidates_->value();
  o.steps = steps_->value();
  o.temperature = static_cast<float>(temperature_->value()) / 20.0F;
  o.sampler = way_->currentData().toString();
  o.consensus = ranking_->currentData().toBool();
  return o;
}

void GapPopover::showStrength() {
  const int s = strength_->value();
  strengthName_->setText(s <= 2   ? tr("polish")
                         : s <= 4 ? tr("touch up")
                         : s <= 6 ? tr("revise")
                         : s <= 9 ? tr("recast")
                                  : tr("rewrite"));
  temperatureName_->setText(QLocale().toString(temperature_->value() / 20.0, 'f', 2));
}

void GapPopover::tell() {
  if (fillings_ > 0) return;
  words_->setSuffix(words_->value() > 0 ? tr(" words") : QString());
  showStrength();
  Q_EMIT changed();
}

void GapPopover::setRoom(int height) {
  if (room_ == height) return;
  room_ = height;
  refit();
}

// The foot is in sight always; rows for which there is no room scroll.
void GapPopover::refit() {
  grid_->setContentsMargins(kSide, 0, kSide, 0);
  grid_->activate();
  const int wanted = grid_->sizeHint().height();
  const int most = std::max(kLeastRows, room_ - foot_->sizeHint().height() - 2 * kEnds);
  // The scroll bar stands in the margin: the fields are as wide with it as without.
  if (wanted > most) grid_->setContentsMargins(kSide, 0, kSide - scroll_->verticalScrollBar()->sizeHint().width(), 0);
  scroll_->setFixedHeight(std::min(wanted, most));
  adjustSize();
  if (QWidget* now = focusWidget(); now != nullptr) scroll_->ensureWidgetVisible(now, 0, kSide);
}

void GapPopover::accept() {
  pins_->takeTyped();
  forbidden_->takeTyped();
  for (CountBox* box : {words_, candidates_, steps_}) box->interpretText();
  Q_EMIT changed();
  Q_EMIT accepted();
}

void GapPopover::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void GapPopover::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(mixed(theme_.accent, theme_.line, 0.45), 1));
  painter.setBrush(theme_.card);
  painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 10, 10);
}

bool GapPopover::eventFilter(QObject* watched, QEvent* event) {
  // Where the rows scroll, the wheel is theirs, or it would change whatever field comes to lie under the mouse.
  if (event->type() == QEvent::Wheel && scroll_->verticalScrollBar()->maximum() > 0) {
    event->ignore();
    return true;
  }
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
      accept();
      return true;
    }
  }
  return FloatingCard::eventFilter(watched, event);
}

void GapPopover::keyPressEvent(QKeyEvent* event) {
  const bool asks = (event->modifiers() & Qt::ControlModifier) != 0 && event->key() == Qt::Key_G;
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || asks) {
    accept();
  } else {
    FloatingCard::keyPressEvent(event);
  }
}

}  // namespace lacuna::ui
