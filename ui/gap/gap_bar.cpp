// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_bar.h"

#include "ui/editor/manuscript.h"
#include "ui/gap/gap_run.h"

namespace lacuna::ui {

GapBar::GapBar(QWidget* parent) : KeyBar(parent) {
  setObjectName(QStringLiteral("gapBar"));
  setAccessibleName(tr("Gap"));
}

void GapBar::showRun(const GapRun& run, const Look& look) {
  begin(look.focused);
  if (run.gaps().size() > 1)
    add(QString(), QString(), tr("gap %1/%2").arg(look.number).arg(run.gaps().size()), None,
        tr("Several gaps, denoised jointly"))
        .spare = true;
  if (run.draft() > 0) {
    addLength(run.draft());
    add(QString(), QStringLiteral("\u21b5"), tr("denoise so"), KeepLength,
        tr("Denoise again with this length (Enter)"));
    add(QString(), tr("Esc"), tr("as it was"), Leave, tr("Keep the length that it had (Esc)"));
  } else if (run.state() == GapRun::Queued) {
    add(tr("Waiting"), QString(), tr("for the model"));
    add(QString(), tr("Esc"), tr("leave"), Leave, tr("Leave the gap; the text stays as it was (Esc)"));
  } else if (run.state() == GapRun::Sent) {
    addSent(run);
  } else {
    addDone(run, look);
  }
  finish();
}

void GapBar::addSent(const GapRun& run) {
  if (run.frame().step <= 0) {
    Part& p =
        add(tr("Reading"), QString(),
            run.contextTotal() > 0 ? tr("the page, %1 of %2 tokens").arg(run.contextDone()).arg(run.contextTotal())
                                   : tr("the page"));
    if (run.contextTotal() > 0)
      p.progress = static_cast<double>(run.contextDone()) / static_cast<double>(run.contextTotal());
  } else {
    Part& p = add(tr("Step %1").arg(run.frame().step), QString(), tr("of %1").arg(run.steps()));
    p.progress = run.steps() > 0 ? run.frame().step / static_cast<double>(run.steps()) : 0;
    if (run.frame().tokens.size() > 1)
      add(QString(), tr("Tab"), tr("watch %1 of %2").arg(run.shown() + 1).arg(run.frame().tokens.size()), Next,
          tr("Watch another candidate (Tab)"))
          .spare = true;
  }
  Part& stop = add(QString(), tr("Esc"), tr("Stop"), Stop, tr("Stop; the text stays as it was (Esc)"));
  stop.accent = stop.square = true;
}

void GapBar::addDone(const GapRun& run, const Look& look) {
  if (!look.chosen.isEmpty()) {
    const QString shown = look.chosen.size() > 28 ? look.chosen.left(27) + u'\u2026' : look.chosen;
    add(tr("\u201c%1\u201d").arg(shown), QString(), QString()).spare = true;
    add(QString(), QStringLiteral("\u2193"), tr("other words"), Words, tr("What else could stand here (Down)"));
    add(QString(), QStringLiteral("\u21b5"), tr("take only this"), Take, tr("Take these words, not the rest (Enter)"));
    add(QString(), tr("Esc"), tr("back"), Leave, tr("Back to the whole candidate (Esc)"));
    return;
  }
  if (run.begun() && run.openGaps() == 1) {
    add(tr("The rest"), QString(), QString());
  } else {
    add(QString::number(run.candidate() + 1), QString(), tr("of %1").arg(run.result().candidates.size()));
  }
  add(QString(), QStringLiteral("\u21b5"), tr("take"), Take, tr("Take this text (Enter)"));
  add(QString(), tr("Ctrl \u2192"), tr("a word"), TakeWord, tr("Take the next word (Ctrl+Right)")).spare = true;
  if (!run.begun() || run.openGaps() > 1)
    add(QString(), tr("Tab"), tr("next"), Next, tr("Next candidate (Tab; Shift+Tab goes back)"));
  add(QString(), tr("Esc"), tr("leave"), Leave, tr("Leave the gap (Esc)"));
  const int index = qBound(0, look.number - 1, static_cast<int>(run.gaps().size()) - 1);
  addLength(countWords(run.pieces(index).join(QString())));
  add(QString(), tr("Ctrl ."), tr("options"), Options, tr("Words that must appear, length, strength (Ctrl+.)")).spare =
      true;
}

void GapBar::addLength(int words) {
  const QString count = words == 1 ? tr("\u2248 1 word") : tr("\u2248 %Ln words", nullptr, words);
  const bool first = isEmpty();
  Part& p = add(QString(), QString(), count + QStringLiteral(" \u2194"), None,
                tr("Pull at the gap's end, or press Alt+Right and Alt+Left"));
  p.spare = !first;
}

}  // namespace lacuna::ui
