// SPDX-License-Identifier: GPL-3.0-or-later
// The page: the editor with everything that lives on it. It puts the features together and nothing else: what each does
// is its own, and how text is edited is PageEditor's. UI thread only.
#pragma once

#include "ui/announcer.h"
#include "ui/brush/page_brush.h"
#include "ui/editor/page_editor.h"
#include "ui/gap/gap_acts.h"
#include "ui/gap/gap_bar.h"
#include "ui/gap/gap_controller.h"
#include "ui/gap/gap_mode.h"
#include "ui/gap/page_steering.h"
#include "ui/gap/read_ahead.h"
#include "ui/page/page_bars.h"
#include "ui/search/page_find.h"

namespace lacuna::ui {

class PageView : public PageEditor {
  Q_OBJECT
 public:
  explicit PageView(QWidget* parent = nullptr);
  ~PageView() override;

  GapController& gaps() { return gaps_; }
  const GapController& gaps() const { return gaps_; }
  GapActs& acts() { return acts_; }
  PageSteering& steering() { return steering_; }
  PageBrush& brush() { return brush_; }
  PageFind& finder() { return find_; }
  ReadAhead& readAhead() { return readAhead_; }
  GapBar* gapBar() { return bar_; }
  // Lines of the active gap are on the page.
  bool gapInSight() const { return bars_.gapInSight(); }

  using PageEditor::open;
  // Leaves all gaps of the document before.
  void open(const Manuscript& manuscript, int cursor, double scroll) override;
  void setTheme(const Theme& theme) override;
  void setZoom(qreal zoom) override;
  void setMotion(bool on);
  // Leaves all gaps.
  void replaceText(const QString& text) override;

 protected:
  QVector<InkSpan> ink() const override { return gaps_.showing().spans(); }
  bool inkIsStill() const override;
  void arrangeBars() override;
  void arrangeCards() override;
  int undoStep() override;
  void addToMenu(QMenu& menu) override;

 private:
  void connectGaps();

  GapController gaps_;
  GapBar* bar_;
  PageBars bars_;
  PageSteering steering_;
  GapActs acts_;
  GapMode gapMode_;
  PageBrush brush_;
  PageFind find_;
  Announcer* announcer_;
  ReadAhead readAhead_;
};

}  // namespace lacuna::ui
