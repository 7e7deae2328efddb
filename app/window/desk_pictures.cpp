// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/desk_pictures.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTimer>

#include "app/library/tree_calls.h"
#include "app/window/sample_draft.h"
#include "storage/library.h"
#include "ui/history/history_view.h"
#include "ui/library/library_panel.h"
#include "ui/page/page_view.h"
#include "ui/search/find_bar.h"
#include "ui/window/history_on_page.h"
#include "ui/window/left_panel.h"
#include "ui/window/search_desk.h"

namespace lacuna::app {
namespace {

constexpr QSize kWindowSize{1440, 900};  // logical pixels

// The sample as a book: its parts are chapters, of two scenes where they are long enough.
QVector<storage::NewDocument> bookOf(const SampleDraft& draft) {
  using Kind = storage::DocumentKind;
  QVector<storage::NewDocument> book;
  book.push_back({.title = draft.title, .kind = Kind::Project});
  const QStringList parts = draft.text.split(QStringLiteral("\n## ")).mid(1);
  for (const QString& part : parts) {
    const QString title = part.section(u'\n', 0, 0).trimmed();
    book.push_back({.title = title, .kind = Kind::Chapter, .under = 0});
    const int chapter = static_cast<int>(book.size()) - 1;
    const QStringList paragraphs = part.section(u'\n', 1).trimmed().split(QStringLiteral("\n\n"));
    const qsizetype half = (paragraphs.size() + 1) / 2;
    for (const QStringList& words : {paragraphs.mid(0, half), paragraphs.mid(half)}) {
      if (words.isEmpty()) continue;
      const QString name = words.first().section(u' ', 0, 3).remove(QRegularExpression(QStringLiteral("[^\\w\\s’]")));
      book.push_back(
          {.title = name, .text = words.join(QStringLiteral("\n\n")), .kind = Kind::Scene, .under = chapter});
    }
  }
  book.push_back({.title = QObject::tr("People"),
                  .text = QObject::tr("Ellen, thirty-four, a translator. T. Pell, who brings bread at seven."),
                  .kind = Kind::Note,
                  .under = 0});
  return book;
}

class Desk {
 public:
  explicit Desk(Camera& camera) : camera_(camera) {}

  void work() {
    QTimer heart;  // waitUntil() looks at least this often
    heart.start(3);
    window().resize(kWindowSize);
    window().setTheme(QStringLiteral("light"));
    putBook();
    library();
    writing();
    finding();
    history();
    dialogs();
    windows();
    themes();
    sizes();
  }

 private:
  ui::MainWindow& window() { return camera_.window(); }
  ui::PageView& page() { return camera_.page(); }

  void press(QWidget& widget, int key, Qt::KeyboardModifiers with = Qt::NoModifier, const QString& text = {}) {
    for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
      QKeyEvent event(type, key, with, text);
      QApplication::sendEvent(&widget, &event);
    }
  }
  void type(QWidget& widget, const QString& text) {
    for (const QChar letter : text) press(widget, 0, Qt::NoModifier, letter);
  }
  // The act of the menus that has these keys.
  void act(const char* keys) {
    const QKeySequence wanted(QString::fromLatin1(keys));
    for (QAction* action : window().actions()) {
      if (!action->shortcuts().contains(wanted)) continue;
      action->trigger();
      camera_.letPass(200);
      return;
    }
    throw CannotDraw(std::string("The pictures could not be drawn: no act has the keys ") + keys + ".");
  }
  // Its dialog may not return before it is closed: the picture is taken inside, and Esc closes it.
  void actWithDialog(const char* keys, const QString& picture, const std::function<void(QWidget&)>& meanwhile = {}) {
    bool taken = false;
    QString wrong;
    QTimer::singleShot(500, &window(), [&] {
      QWidget* dialog = QApplication::activeModalWidget();
      try {
        if (dialog == nullptr)
          throw CannotDraw(std::string("The pictures could not be drawn: no dialog for ") + keys + ".");
        if (meanwhile) meanwhile(*dialog);
        camera_.letPass(200);
        camera_.save(picture);
      } catch (const std::exception& error) {
        wrong = QString::fromUtf8(error.what());
      }
      if (dialog != nullptr) dialog->close();
      taken = true;
    });
    act(keys);
    camera_.waitUntil([&] { return taken; }, "a dialog");
    if (!wrong.isEmpty()) throw CannotDraw(wrong.toStdString());
    camera_.letPass(100);
  }

  void putBook() {
    const QVector<storage::NewDocument> book = bookOf(sampleDrafts().last());
    camera_.program().storage().tree().create(book);
    camera_.waitUntil([&] { return idOf(book.at(2).title) != QString(); }, "the book");
    open(book.at(2).title);
  }
  QString idOf(const QString& title) {
    for (const storage::TreeNode& node : window().library()->acts().nodes())
      if (node.title == title) return node.id;
    return {};
  }
  void open(const QString& title) {
    const QString id = idOf(title);
    Q_EMIT window().documentChosen(id);
    camera_.waitUntil([&] { return window().documentId() == id; }, "a scene");
    camera_.letPass(300);
  }
  void select(int begin, int end) {
    QTextCursor cursor(page().document());
    cursor.setPosition(begin);
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    page().setTextCursor(cursor);
  }

  void library() {
    ui::LibraryPanel& panel = *window().library();
    panel.tree()->setFocus();
    panel.tree()->choose(window().documentId());
    camera_.letPass(100);
    camera_.save(QStringLiteral("library.png"));
    page().setFocus();
  }

  // A kept state, then a morning's changes; one word is wrong.
  void writing() {
    act("Ctrl+Shift+H");
    Q_EMIT window().history()->view().keepWanted(window().documentId(), QObject::tr("Before the letter"));
    camera_.letPass(300);
    act("Ctrl+Shift+H");
    const QString text = window().manuscriptText();
    const auto end = static_cast<int>(text.indexOf(QStringLiteral(". ")) + 1);
    page().setCursorPosition(end);
    page().setFocus();
    type(page(), QStringLiteral(" She had the leter with her, and had not read it."));
    const auto wall = static_cast<int>(window().manuscriptText().indexOf(QStringLiteral("coat buttoned")));
    if (wall > 0) {
      select(wall, wall + 13);
      type(page(), QStringLiteral("collar turned up"));
    }
    page().setCursorPosition(0);
    camera_.letPass(1500);
    camera_.save(QStringLiteral("spelling.png"));
  }

  void finding() {
    act("Ctrl+H");
    for (auto* line : window().findChildren<QLineEdit*>())
      if (line->isVisible() && line->window()->focusWidget() == line) type(*line, QStringLiteral("she"));
    camera_.letPass(300);
    camera_.save(QStringLiteral("replace.png"));
    press(*QApplication::focusWidget(), Qt::Key_Escape);
    act("Ctrl+Shift+F");
    window().searching()->panel().line()->clear();
    type(*window().searching()->panel().line(), QStringLiteral("the water"));
    camera_.letPass(900);
    camera_.save(QStringLiteral("search.png"));
    for (auto* left : window().findChildren<ui::LeftPanel*>()) left->showPage(window().library());
    page().setCursorPosition(0);
    page().setFocus();
    camera_.letPass(100);
  }

  void history() {
    act("Ctrl+Shift+H");
    ui::HistoryView& view = window().history()->view();
    camera_.waitUntil([&] { return !view.states()->states().isEmpty(); }, "the kept states");
    camera_.letPass(600);
    camera_.save(QStringLiteral("history.png"));
    act("Ctrl+Shift+H");
  }

  void dialogs() {
    actWithDialog("Ctrl+Shift+P", QStringLiteral("palette.png"), [this](QWidget& dialog) {
      for (auto* line : dialog.findChildren<QLineEdit*>()) type(*line, QStringLiteral("them"));
    });
    actWithDialog("Ctrl+,", QStringLiteral("preferences.png"));
    actWithDialog("F1", QStringLiteral("keys.png"));
  }

  // They stay beside the page while the author writes.
  void windows() {
    for (const auto& [keys, picture] : {std::pair("Ctrl+Shift+W", "writing.png"), std::pair("Shift+F1", "manual.png"),
                                        std::pair("Ctrl+P", "print.png")}) {
      act(keys);
      camera_.letPass(1200);
      camera_.save(QLatin1String(picture));
      for (QWidget* other : QApplication::topLevelWidgets())
        if (other != &window() && other->isVisible()) other->close();
      camera_.letPass(100);
    }
  }

  void themes() {
    window().setTheme(QStringLiteral("dark"));
    camera_.letPass(200);
    camera_.save(QStringLiteral("library-dark.png"));
    window().setTheme(QStringLiteral("paper"));
    camera_.letPass(200);
    camera_.save(QStringLiteral("library-paper.png"));
    window().setFocusMode(true);
    page().setCursorPosition(static_cast<int>(window().manuscriptText().indexOf(QStringLiteral("\n\n")) + 40));
    camera_.letPass(400);
    camera_.save(QStringLiteral("focus-paragraph.png"));
    window().setFocusMode(false);
    window().setTheme(QStringLiteral("light"));
  }

  void sizes() {
    window().resize(800, 600);
    camera_.letPass(300);
    camera_.save(QStringLiteral("window-800x600.png"));
    window().resize(640, 400);
    camera_.letPass(300);
    camera_.save(QStringLiteral("window-640x400.png"));
    window().resize(kWindowSize);
  }

  Camera& camera_;
};

}  // namespace

void photographDesk(Camera& camera) { Desk(camera).work(); }

}  // namespace lacuna::app
