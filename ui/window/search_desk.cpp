// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/search_desk.h"

#include <cstdlib>
#include <utility>

namespace lacuna::ui {
namespace {

// Where the words stand now: as near as possible to where they were; {-1, -1}: nowhere.
QPair<int, int> placeOf(const QString& text, const SearchPlace& place) {
  const auto length = static_cast<int>(place.words.size());
  if (QStringView(text).mid(place.begin, length) == place.words) return {place.begin, place.begin + length};
  const auto before = static_cast<int>(text.lastIndexOf(place.words, place.begin));
  const auto after = static_cast<int>(text.indexOf(place.words, place.begin));
  const bool first = before >= 0 && (after < 0 || place.begin - before < after - place.begin);
  const int at = first ? before : after;
  return at < 0 ? QPair<int, int>{-1, -1} : QPair<int, int>{at, at + length};
}

}  // namespace

SearchDesk::SearchDesk(const Parts& parts) : parts_(parts), panel_(new SearchPanel(&parts.left)) {
  parts_.left.addPage(tr("Search"), panel_, [this] { return panel_->line(); });
  connect(panel_, &SearchPanel::searched, this, &SearchDesk::searched);
  connect(panel_, &SearchPanel::chosen, this, &SearchDesk::go);
  connect(panel_, &SearchPanel::closed, this, [this] { parts_.page.setFocus(); });
  connect(&parts_.left, &LeftPanel::turnedTo, this, [this](QWidget* page) {
    if (page != panel_) return;
    Q_EMIT nodesWanted();
    panel_->begin({});
  });
  connect(&parts_.page.pageDocument(), &PageDocument::edited, panel_, &SearchPanel::refreshSoon);
  connect(&parts_.find, &FindOnPage::aboutToReplaceAll, this, [this] { Q_EMIT stateWanted(open_); });
  connect(&parts_.find, &FindOnPage::sentence, this, &SearchDesk::sentence);
  connect(&parts_.find, &FindOnPage::everywhereWanted, this,
          [this](const FindQuery& query, const Replacement& with) { preview(query, with, ReplaceScope::Document); });
}

void SearchDesk::open() {
  const QString chosen = parts_.page.textCursor().selectedText();
  parts_.showLeft();
  parts_.left.showPage(panel_);
  Q_EMIT nodesWanted();
  panel_->begin(chosen.contains(QChar::ParagraphSeparator) ? QString() : chosen);
}

void SearchDesk::step(int by) { panel_->step(by); }

void SearchDesk::setNodes(const QVector<storage::TreeNode>& nodes) {
  nodes_ = nodes;
  panel_->setNodes(nodes);
}

void SearchDesk::showResult(const storage::SearchRequest& request, const storage::SearchResult& result) {
  panel_->showResult(request, result);
}

void SearchDesk::openedDocument(const QString& id) {
  open_ = id;
  panel_->setOpen(id);
  if (pending_ && pending_->document == id) jump();
  pending_.reset();
}

void SearchDesk::go(const SearchPlace& place) {
  pending_ = place;
  Q_EMIT leaving();
  if (place.document != open_) {
    Q_EMIT documentChosen(place.document);
    return;
  }
  jump();
  pending_.reset();
}

void SearchDesk::jump() {
  parts_.page.setFocus();
  if (pending_->begin == pending_->end) return;  // the document itself
  const auto [begin, end] = placeOf(parts_.page.pageDocument().manuscript().text(), *pending_);
  if (begin < 0) {
    Q_EMIT sentence(tr("\u201c%1\u201d no longer stands there.").arg(pending_->words));
    return;
  }
  parts_.page.modes().write();
  parts_.page.showRange(begin, end);
  parts_.find.setWord(pending_->words);
}

void SearchDesk::openReplacing() {
  const QString chosen = parts_.page.textCursor().selectedText();
  FindQuery query = parts_.find.bar().query();
  if (!chosen.isEmpty() && !chosen.contains(QChar::ParagraphSeparator)) query.text = chosen;
  preview(query, parts_.find.bar().replacement(), ReplaceScope::Everything);
}

void SearchDesk::preview(const FindQuery& query, const Replacement& with, ReplaceScope scope) {
  if (open_.isEmpty()) {
    Q_EMIT sentence(tr("This page is in no library yet, so there are no other documents to replace in."));
    return;
  }
  Q_EMIT nodesWanted();
  if (dialog_ == nullptr) {
    dialog_ = new ReplaceDialog(&parts_.window);
    connect(dialog_, &ReplaceDialog::placesWanted, this, &SearchDesk::placesWanted);
    connect(dialog_, &ReplaceDialog::placesUnwanted, this, &SearchDesk::placesUnwanted);
    connect(dialog_, &ReplaceDialog::replacementsChosen, this, &SearchDesk::apply);
  }
  dialog_->begin(query, with, scope, open_);
}

void SearchDesk::addPlaces(quint64 question, const ReplaceDocument& document) {
  if (dialog_ != nullptr) dialog_->addPlaces(question, document);
}

void SearchDesk::showProgress(quint64 question, int done, int all) {
  if (dialog_ != nullptr) dialog_->showProgress(question, done, all);
}

// The document on the page is changed there, so that its undo is the page's own; all others in the library.
void SearchDesk::apply(const QVector<DocumentEdits>& documents) {
  QVector<DocumentEdits> others;
  placesHere_ = 0;
  refusedHere_.clear();
  back_.clear();
  for (const DocumentEdits& each : documents) {
    if (each.id != open_) {
      others.push_back(each);
      continue;
    }
    PageDocument& document = parts_.page.pageDocument();
    if (!each.fits(document.manuscript().text())) {
      refusedHere_ << each.title;
      continue;
    }
    Q_EMIT stateWanted(open_);
    parts_.page.modes().write();
    document.noteCursor(parts_.page.cursorPosition());
    const PageDocument::From from(document, EditOrigin::Pasted);
    parts_.page.act([&] { document.replacePlaces(each.edits); });
    placesHere_ = static_cast<int>(each.edits.size());
    back_.push_back(each.back(document.manuscript().text()));
  }
  if (others.isEmpty()) {
    replaced(0, {}, {});
  } else {
    Q_EMIT replacementsWanted(others);
  }
}

void SearchDesk::takeBack() {
  if (back_.isEmpty()) {
    Q_EMIT sentence(tr("Nothing was replaced in documents since the program was started."));
  } else {
    apply(QVector<DocumentEdits>(back_));
  }
}

void SearchDesk::replaced(int places, const QVector<DocumentEdits>& back, const QStringList& refused) {
  back_ += back;
  const int here = std::exchange(placesHere_, 0);
  const QStringList left = std::exchange(refusedHere_, {}) + refused;
  const int all = places + here;
  const auto changed = static_cast<int>(back.size()) + (here > 0 ? 1 : 0);
  QStringList said;
  if (all == 1) {
    said << tr("1 place was replaced; Ctrl+Z in its document brings it back.");
  } else if (changed == 1) {
    said << tr("%Ln places in 1 document were replaced; Ctrl+Z there brings them back.", nullptr, all);
  } else if (all > 0) {
    said << tr("%1 places in %Ln documents were replaced. Ctrl+Z takes it back in one of them, the Edit menu in all.",
               nullptr, changed)
                .arg(all);
  }
  if (!left.isEmpty())
    said << tr("Nothing was replaced in %1, whose text is another by now.").arg(left.join(QStringLiteral(", ")));
  if (!said.isEmpty()) Q_EMIT sentence(said.join(u' '));
  panel_->refreshSoon();
}

}  // namespace lacuna::ui
