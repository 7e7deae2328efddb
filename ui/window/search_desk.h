// SPDX-License-Identifier: GPL-3.0-or-later
// What looks further than the page: the search over the whole library, and the replacement in other documents. It shows
// them, leads from a place that was found to the words on the page, and asks the program by signals. UI thread only.
#pragma once

#include <QObject>
#include <functional>
#include <optional>

#include "ui/search/replace_dialog.h"
#include "ui/search/search_panel.h"
#include "ui/window/find_on_page.h"
#include "ui/window/left_panel.h"

namespace lacuna::ui {

class SearchDesk : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    PageView& page;
    FindOnPage& find;
    LeftPanel& left;
    QWidget& window;
    std::function<void()> showLeft;  // the left panel comes in sight
  };
  explicit SearchDesk(const Parts& parts);

  SearchPanel& panel() { return *panel_; }
  // Null until it was opened.
  ReplaceDialog* dialog() { return dialog_; }

  void open();           // the search
  void openReplacing();  // in all documents
  void takeBack();       // what was replaced last, in all documents
  void step(int by);     // to the next place that was found, or the one before
  void openedDocument(const QString& id);
  void setTheme(const Theme& theme) { panel_->setTheme(theme); }

 public Q_SLOTS:
  void setNodes(const QVector<lacuna::storage::TreeNode>& nodes);
  void showResult(const lacuna::storage::SearchRequest& request, const lacuna::storage::SearchResult& result);
  void addPlaces(quint64 question, const lacuna::ui::ReplaceDocument& document);
  void showProgress(quint64 question, int done, int all);
  // What replacementsWanted() came to: places that were replaced, what takes them back, and the titles of documents
  // that had become others meanwhile.
  void replaced(int places, const QVector<lacuna::ui::DocumentEdits>& back, const QStringList& refused);

 Q_SIGNALS:
  void nodesWanted();
  void searched(const lacuna::storage::SearchRequest& request);
  void leaving();  // to a place that was found
  void documentChosen(const QString& id);
  void placesWanted(const lacuna::ui::ReplaceQuestion& question);
  void placesUnwanted();
  // Every place was chosen by the author; of documents that are not on the page.
  void replacementsWanted(const QVector<lacuna::ui::DocumentEdits>& documents);
  // The text of this document as it stands is about to be replaced in, and is to be kept.
  void stateWanted(const QString& document);
  void sentence(const QString& text);

 private:
  void go(const SearchPlace& place);
  void jump();
  void preview(const FindQuery& query, const Replacement& with, ReplaceScope scope);
  void apply(const QVector<DocumentEdits>& documents);

  Parts parts_;
  SearchPanel* panel_;
  ReplaceDialog* dialog_ = nullptr;
  QString open_;                        // the document on the page
  std::optional<SearchPlace> pending_;  // to be shown when its document is on the page
  QVector<storage::TreeNode> nodes_;
  int placesHere_ = 0;           // that were replaced on the page, of those that are being replaced
  QStringList refusedHere_;      // the title of the page's document, where its text was another
  QVector<DocumentEdits> back_;  // what takes back the last replacement
};

}  // namespace lacuna::ui
