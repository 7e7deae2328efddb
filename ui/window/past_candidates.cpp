// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates of a run whose gap is no longer on the page: it was left, taken, or is of another day.
#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

#include "ui/runs/run_place.h"
#include "ui/window/runs_on_page.h"

namespace lacuna::ui {
namespace {

constexpr quint64 kPastTakes = quint64(1) << 61;  // apart from asks, of which each is a step of undo

}  // namespace

void RunsOnPage::showRunOf(const Provenance& from) {
  const RunItem* found = nullptr;
  for (const RunItem& item : parts_.panel.listed()) {
    const bool same = from.run != 0 ? item.ask.id == from.run
                                    : from.steps > 0 && item.ask.seed == from.seed && item.model == from.model;
    if (!same) continue;
    found = &item;
    break;
  }
  if (found == nullptr) {
    Q_EMIT sentence(
        tr("The run that made these words is not among the runs of this draft: it was deleted, or the "
           "words were pasted from another draft."));
    return;
  }
  Q_EMIT panelWanted();
  parts_.panel.showTab(RunPanel::Denoising);
  wantRun(found->id, -1);
}

void RunsOnPage::copyPast(int candidate) {
  const RunView& run = model().run();
  if (candidate < 0 || candidate >= run.candidates.size()) return;
  QStringList fills;
  for (const QString& fill : run.candidates.at(candidate).fills) fills << fill.trimmed();
  QGuiApplication::clipboard()->setText(fills.join(u'\n'));
  Q_EMIT sentence(tr("Candidate %1 is on the clipboard.").arg(candidate + 1));
}

void RunsOnPage::takePast(int candidate) {
  const RunView& run = model().run();
  if (candidate < 0 || candidate >= run.candidates.size()) return;
  PageView& page = parts_.page;
  PageDocument& document = page.pageDocument();
  const Manuscript& manuscript = document.manuscript();
  const auto places = placesOf(run, candidate, manuscript.text(), manuscript.marks());
  if (!places) {
    copyPast(candidate);
    Q_EMIT sentence(
        tr("The place of this run is not in the text any more. The words are on the clipboard: stand where "
           "they belong and press Ctrl+V."));
    return;
  }
  for (const PageDocument::Hole& hole : document.holes()) {
    const bool met = std::any_of(places->cbegin(), places->cend(), [&hole](const PlacedFill& place) {
      return place.begin <= hole.end() && place.end >= hole.begin;
    });
    if (!met) continue;
    Q_EMIT sentence(tr("Another gap is open at the place of this run: take or leave it first."));
    return;
  }
  const QString note =
      noteOf({run.item.model, run.item.ask.seed, run.item.steps, QDateTime::currentDateTimeUtc(), run.item.ask.id});
  const quint64 step =
      kPastTakes + (static_cast<quint64>(QDateTime::currentMSecsSinceEpoch()) << 8U) + (pastCount_++ & 0xFFU);
  const QString id = run.item.id;
  page.modes().write();
  page.act([&] {
    document.noteCursor(page.cursorPosition());
    document.breakUndoRun();
    // From the end, so that the places before it stay.
    for (auto place = places->crbegin(); place != places->crend(); ++place)
      document.takeHole(document.openHole(place->begin, place->end, place->text), place->text, step, note);
    const PlacedFill& first = places->first();
    page.showRange(first.begin, first.begin + static_cast<int>(first.text.size()));
    page.placeCaret(document.toView(first.begin + static_cast<int>(first.text.size())));
  });
  page.setFocus();
  Q_EMIT sentence(tr("Candidate %1 of the run is in the text; Ctrl+Z takes it out again.").arg(candidate + 1));
  if (!id.isEmpty()) Q_EMIT pastTaken(id, candidate);
}

}  // namespace lacuna::ui
