// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/lens_panel.h"

#include <QPainter>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kBarRow = 18;
constexpr int kBarName = 66;
constexpr int kBarNumber = 40;

}  // namespace

LensPanel::LensPanel(RunModel& model, QWidget* parent) : QWidget(parent), model_(model) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  lensCard_ = new Card(tr("Lens"), this);
  auto* grid = new QGridLayout;
  grid->setSpacing(4);
  buttons_ = new QButtonGroup(this);
  buttons_->setExclusive(false);  // a second press takes the lens off
  int at = 0;
  for (const LensName& name : lensNames()) {
    QToolButton* button = quietButton(name.name, tr("%1, on the page and here").arg(name.name), this);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    buttons_->addButton(button, static_cast<int>(name.kind));
    grid->addWidget(button, at / 2, at % 2);  // three have no room in a narrow panel
    ++at;
  }
  legend_ = new LensLegend(this);
  lensCard_->body()->addLayout(grid);
  lensCard_->body()->addWidget(legend_);

  textCard_ = new Card(tr("The words"), this);
  hint_ = softLabel(tr("Nothing to look at yet. Fill a gap, or open a run from the list."), this);
  text_ = new StepText(this);
  textCard_->body()->addWidget(hint_);
  textCard_->body()->addWidget(text_);

  expertCard_ = new Card(tr("Experts"), this);
  layers_ = new QComboBox(this);
  layers_->setAccessibleName(tr("Layer"));
  layers_->setFont(chromeFont(12));
  loads_ = new LoadBars(this);
  expertCard_->body()->addWidget(layers_);
  expertCard_->body()->addWidget(loads_);
  for (Card* card : {lensCard_, textCard_, expertCard_}) column->addWidget(card);
  column->addStretch(1);

  connect(buttons_, &QButtonGroup::idClicked, this, [this](int id) {
    const auto kind = static_cast<LensKind>(id);
    model_.setLens({model_.lens().kind == kind ? LensKind::None : kind, model_.lens().layer});
  });
  connect(layers_, &QComboBox::activated, this, [this](int layer) { model_.setLens({model_.lens().kind, layer}); });
  connect(&model_, &RunModel::runChanged, this, &LensPanel::show);
  connect(&model_, &RunModel::placeChanged, this, &LensPanel::show);
  connect(&model_, &RunModel::lensChanged, this, &LensPanel::show);
  show();
}

void LensPanel::setTheme(const Theme& theme) {
  legend_->setTheme(theme);
  text_->setTheme(theme);
  loads_->setTheme(theme);
}

void LensPanel::show() {
  const Lens lens = model_.lens();
  for (QAbstractButton* button : buttons_->buttons())
    button->setChecked(buttons_->id(button) == static_cast<int>(lens.kind));
  const auto names = lensNames();
  const auto name = std::find_if(names.cbegin(), names.cend(), [&](const LensName& n) { return n.kind == lens.kind; });
  lensCard_->setNote(name == names.cend() ? tr("none") : name->name);
  legend_->show(name == names.cend() ? LensName{LensKind::None, {}, {}, {}} : *name);
  hint_->setVisible(!model_.any());
  text_->setVisible(model_.any());
  textCard_->setNote(model_.any()
                         ? tr("step %1 \u00b7 candidate %2").arg(model_.stepNumber()).arg(model_.place().candidate + 1)
                         : QString());
  if (!isVisible()) return;  // behind another tab it waits
  text_->show(model_.run(), model_.place());
  text_->setMarks(lensMarks(model_.run(), model_.place(), lens), lens.kind);
  showLoads();
}

void LensPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  show();
}

void LensPanel::showLoads() {
  const int layers = model_.layers();
  expertCard_->setVisible(layers > 0 && model_.lens().kind == LensKind::Experts);
  if (layers == 0) return;
  if (layers_->count() != layers) {
    layers_->clear();
    for (int i = 0; i < layers; ++i) layers_->addItem(tr("Layer %1 of %2 with experts").arg(i + 1).arg(layers));
  }
  const int layer = std::clamp(model_.lens().layer, 0, layers - 1);
  layers_->setCurrentIndex(layer);
  expertCard_->setNote(tr("share of the work"));
  loads_->show(model_.run().steps.at(model_.place().step).expertLoad.at(layer));
}

LensLegend::LensLegend(QWidget* parent) : QWidget(parent) { setFixedHeight(22); }

void LensLegend::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void LensLegend::show(const LensName& name) {
  name_ = name;
  setVisible(name.kind != LensKind::None && name.kind != LensKind::Experts);
  setAccessibleName(QObject::tr("From %1 to %2").arg(name.low, name.high));
  update();
}

void LensLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(chromeFont(11));
  const QFontMetrics metrics = painter.fontMetrics();
  const int left = metrics.horizontalAdvance(name_.low) + 8;
  const int right = metrics.horizontalAdvance(name_.high) + 8;
  painter.setPen(theme_.soft);
  painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, name_.low);
  painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignRight, name_.high);
  constexpr int kSteps = 8;
  const qreal cell = static_cast<qreal>(width() - left - right) / kSteps;
  painter.setPen(Qt::NoPen);
  for (int i = 0; i < kSteps; ++i) {
    const qreal share = static_cast<qreal>(i) / (kSteps - 1);
    const QRectF box(left + i * cell + 1, 3, cell - 2, 15);
    painter.setBrush(withAlpha(theme_.accent2, 0.05 + 0.38 * share));
    painter.drawRoundedRect(box, 3, 3);
    painter.setBrush(theme_.accent2);
    painter.drawRect(QRectF(box.left(), box.bottom() - 2, box.width() * share, 2));
  }
}

LoadBars::LoadBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(QObject::tr("Load of the experts"));
}

void LoadBars::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void LoadBars::show(const QVector<float>& shares) {
  if (shares.size() != shares_.size()) setFixedHeight(static_cast<int>(shares.size()) * kBarRow + 4);
  shares_ = shares;
  QStringList said;
  for (int i = 0; i < shares_.size(); ++i)
    said << QObject::tr("expert %1: %2%").arg(i + 1).arg(qRound(shares_.at(i) * 100));
  setAccessibleDescription(said.join(QStringLiteral(", ")));
  update();
}

QSize LoadBars::sizeHint() const { return {260, static_cast<int>(shares_.size()) * kBarRow + 4}; }

void LoadBars::paintEvent(QPaintEvent*) {
  if (shares_.isEmpty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(chromeFont(11));
  const qreal room = width() - kBarName - kBarNumber;
  const float highest = std::max(*std::max_element(shares_.cbegin(), shares_.cend()), 0.01F);
  const qreal even = 1.0 / static_cast<qreal>(shares_.size());
  for (int i = 0; i < shares_.size(); ++i) {
    const QRectF row(0, i * kBarRow, width(), kBarRow);
    const qreal share = static_cast<qreal>(shares_.at(i));
    painter.setPen(theme_.ink);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, QObject::tr("expert %1").arg(i + 1));
    painter.setPen(Qt::NoPen);
    painter.setBrush(expertColor(i, theme_.dark));
    const qreal length = room * share / std::max(static_cast<qreal>(highest), even);
    painter.drawRoundedRect(QRectF(kBarName, row.center().y() - 4, std::max(2.0, length), 8), 4, 4);
    painter.setPen(theme_.soft);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, QObject::tr("%1%").arg(qRound(share * 100)));
  }
  const qreal x = kBarName + room * even / std::max(static_cast<qreal>(highest), even);
  painter.setPen(QPen(theme_.soft, 1, Qt::DotLine));
  painter.drawLine(QPointF(x, 0), QPointF(x, height() - 4));
}

}  // namespace lacuna::ui
