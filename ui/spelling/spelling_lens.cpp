// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/spelling_lens.h"

#include <QScreen>
#include <QTextBlock>
#include <algorithm>
#include <utility>

#include "ui/editor/fences.h"
#include "ui/spelling/spelling_words.h"

namespace lacuna::ui {
namespace {

constexpr int kSoonMs = 20;
constexpr int kBeyond = 600;         // units above and below what is in sight
constexpr int kPiece = 4000;         // units that are looked at at once on the way to the next word
constexpr int kAnswers = 200000;     // words; more than any author has
constexpr qsizetype kLongest = 100;  // units of a word; longer ones are none
constexpr int kBeside = 4;           // pixels between a word and its menu
constexpr int kTitle = 30;           // letters of a title in a menu

}  // namespace

QString shortTitle(QString title) {
  if (title.size() > kTitle) title = title.left(kTitle).trimmed() + QChar(0x2026);
  return title.replace(u'&', QStringLiteral("&&"));
}

QPoint besideWord(const QRect& word, const QSize& menu, const QRect& screen) {
  const auto within = [](int at, int size, int begin, int end) {
    return std::max(begin, std::min(at, end + 1 - size));
  };
  const int x = within(word.left(), menu.width(), screen.left(), screen.right());
  const int below = word.bottom() + 1 + kBeside;
  const int above = word.top() - kBeside - menu.height();
  if (below + menu.height() <= screen.bottom() + 1) return {x, below};
  if (above >= screen.top()) return {x, above};
  const int right = word.right() + 1 + kBeside;
  const bool fits = right + menu.width() <= screen.right() + 1;
  return {fits ? right : std::max(screen.left(), word.left() - kBeside - menu.width()),
          within(word.top(), menu.height(), screen.top(), screen.bottom())};
}

SpellingLens::SpellingLens(PageEditor& page, const QStringList& folders) : page_(page), rules_(folders) {
  connect(&checker_, &SpellChecker::checked, this, &SpellingLens::take);
  connect(&checker_, &SpellChecker::suggested, this, &SpellingLens::showSuggestions);
  connect(&checker_, &SpellChecker::unreadable, this, [this](const QStringList& codes) {
    Q_EMIT sentence(tr("The dictionary \u201C%1\u201D is written in an encoding that is not known here, so it is left "
                       "out. Install another one for this language.")
                        .arg(codes.join(QStringLiteral(", "))));
  });
  const PageDocument* document = &page.pageDocument();
  connect(document, &PageDocument::edited, this, &SpellingLens::edited);
  connect(document, &PageDocument::viewChanged, this, &SpellingLens::refresh);
  connect(document, &PageDocument::holesMoved, this, &SpellingLens::refresh);
  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &SpellingLens::refresh);
  connect(&page, &PageEditor::moved, this, [this] {
    if (!soon_.isActive()) soon_.start();
  });
  connect(&page, &PageEditor::menuOpens, this, &SpellingLens::addToMenu);
  connect(&rules_, &SpellingRules::languagesChanged, this, &SpellingLens::reload);
  connect(&rules_, &SpellingRules::wordsChanged, this, &SpellingLens::refresh);
  reload();
}

QString SpellingLens::whatIsMissing() const {
  if (!rules_.languages().isEmpty()) return {};
  const QStringList wanted = rules_.wantedLanguages();
  if (rules_.dictionaries().isEmpty() || wanted.isEmpty())
    return tr(
        "No dictionary of your language is installed, so no word can be marked. Install one, for English the "
        "package hunspell-en-us, and press \u201CLook again\u201D in the preferences.");
  return tr("No dictionary is installed for %1, in which this document is written, so no word can be marked. Install "
            "one, and press \u201CLook again\u201D in the preferences.")
      .arg(languageName(wanted.first()));
}

void SpellingLens::setOn(bool on) {
  const QString missing = on ? whatIsMissing() : QString();
  if (!missing.isEmpty()) Q_EMIT sentence(missing);
  rules_.setOn(on);
}

void SpellingLens::reload() {
  const QStringList codes = rules_.settings().on ? rules_.languages() : QStringList();
  // What suits the new document may be what the last one had.
  if (codes != loaded_) {
    loaded_ = codes;
    scripts_ = scriptsOf(codes);
    answers_.clear();
    asked_.clear();
    seek_.reset();
    QVector<Dictionary> used;
    for (const Dictionary& one : rules_.dictionaries())
      if (codes.contains(one.code)) used << one;
    checker_.load(used);
  }
  page_.typing().setLanguage(rules_.textLanguage());
  refresh();
}

void SpellingLens::openedDocument() {
  rules_.forgetIgnored();
  seek_.reset();
  typed_ = false;
  typedAt_ = -1;
  refresh();
}

void SpellingLens::edited() {
  seek_.reset();
  typed_ = true;
  refresh();
}

// Whole paragraphs as a rule; of one that is very long, what is in sight.
QPair<int, int> SpellingLens::sight() const {
  const QRect paper = page_.paper()->rect();
  const int size = page_.pageDocument().constView()->characterCount();
  const int begin = page_.positionAt(paper.topLeft());
  const int end = page_.positionAt(paper.bottomRight());
  return {std::max(0, begin - kBeyond), std::min(size, end + kBeyond)};
}

QVector<QPair<int, int>> SpellingLens::misspelledIn(const QTextBlock& block, int from, int to,
                                                    QStringList* unknown) const {
  QVector<QPair<int, int>> found;
  if (isVerbatim(block)) return found;
  const QString text = block.text();
  const int base = block.position();
  // From the beginning of a word to the end of one.
  int first = std::clamp(from - base, 0, static_cast<int>(text.size()));
  int last = std::clamp(to - base, first, static_cast<int>(text.size()));
  while (first > 0 && !text.at(first - 1).isSpace()) --first;
  while (last < text.size() && !text.at(last).isSpace()) ++last;
  const auto& holes = page_.pageDocument().holes();
  const QVector<QPair<int, int>> words = wordsToSpell(text.mid(first, last - first));
  for (const QPair<int, int>& word : words) {
    const QPair<int, int> range{base + first + word.first, base + first + word.second};
    const bool hidden = std::any_of(holes.cbegin(), holes.cend(), [&range](const auto& hole) {
      return range.first <= hole.viewEnd() && range.second >= hole.viewBegin;
    });
    if (hidden) continue;
    const QString letters = spelledPlainly(text.mid(first + word.first, word.second - word.first));
    if (!isWrittenIn(letters, scripts_)) continue;
    const auto answer = answers_.constFind(letters);
    if (answer == answers_.constEnd()) {
      *unknown << letters;
    } else if (!*answer && letters.size() <= kLongest && !rules_.isRight(letters)) {
      found.push_back(range);
    }
  }
  return found;
}

void SpellingLens::refresh() {
  PageDocument& document = page_.pageDocument();
  if (document.changing()) {
    if (!soon_.isActive()) soon_.start();
    return;
  }
  const int caret = page_.caret().position();
  // The word at the caret is not marked while it is being written.
  if (std::exchange(typed_, false)) {
    typedAt_ = caret;
  } else if (typedAt_ != caret) {
    typedAt_ = -1;
  }
  QVector<QPair<int, int>> shown;
  if (!loaded_.isEmpty()) {
    QStringList unknown;
    const auto [begin, end] = sight();
    for (QTextBlock block = document.constView()->findBlock(begin); block.isValid() && block.position() < end;
         block = block.next())
      shown += misspelledIn(block, begin, end, &unknown);
    if (typedAt_ >= 0)
      shown.erase(
          std::remove_if(shown.begin(), shown.end(),
                         [this](const auto& word) { return word.first <= typedAt_ && typedAt_ <= word.second; }),
          shown.end());
    ask(unknown);
  }
  if (shown == shown_) return;
  shown_ = shown;
  page_.pageLayout().setMisspelled(shown_);
  page_.paper()->update();
}

void SpellingLens::ask(const QStringList& words) {
  QStringList fresh;
  for (const QString& word : words) {
    if (asked_.contains(word)) continue;
    asked_.insert(word);
    fresh << word;
  }
  if (!fresh.isEmpty()) checker_.check(fresh);
}

void SpellingLens::take(const QStringList& words, const QVector<bool>& right) {
  if (answers_.size() > kAnswers) answers_.clear();
  for (qsizetype i = 0; i < words.size(); ++i) {
    answers_.insert(words.at(i), right.at(i));
    asked_.remove(words.at(i));
  }
  refresh();
  if (seek_ && seek_->waits) seekOn();
}

void SpellingLens::goToNext() {
  if (!rules_.settings().on) setOn(true);
  if (loaded_.isEmpty()) {
    setOn(true);  // says what to do
    return;
  }
  const QTextCursor caret = page_.caret();
  const QTextDocument* view = page_.pageDocument().constView();
  const int from = caret.hasSelection() ? caret.selectionEnd() : caret.position();
  // The paragraph of the caret comes twice: what stands before it is looked at last.
  seek_ = Seek{view->findBlock(from).blockNumber(), from, view->blockCount() + 1, false};
  seekOn();
}

void SpellingLens::seekOn() {
  const QTextDocument* view = page_.pageDocument().constView();
  int looked = 0;
  while (seek_ && seek_->left > 0) {
    const QTextBlock block = view->findBlockByNumber(seek_->block);
    QStringList unknown;
    const auto words = misspelledIn(block, block.position(), block.position() + block.length(), &unknown);
    seek_->waits = !unknown.isEmpty();
    if (seek_->waits) {
      ask(unknown);
      return;
    }
    const auto next =
        std::find_if(words.begin(), words.end(), [this](const auto& word) { return word.first >= seek_->from; });
    if (next != words.end()) {
      const QPair<int, int> range = *next;
      seek_.reset();
      const PageDocument& document = page_.pageDocument();
      page_.showRange(document.toManuscript(range.first), document.toManuscript(range.second));
      auto* menu = new QMenu(&page_);
      menu->setAttribute(Qt::WA_DeleteOnClose);
      fillMenu(*menu, range);
      menu->popup(QPoint());
      menuPlaced_ = true;
      placeMenu();
      return;
    }
    looked += block.length();
    seek_->block = (seek_->block + 1) % view->blockCount();
    seek_->from = -1;
    --seek_->left;
    if (looked < kPiece) continue;
    seek_->waits = true;
    QTimer::singleShot(0, this, [this] {
      if (seek_ && seek_->waits) seekOn();
    });
    return;
  }
  if (!seek_) return;
  seek_.reset();
  Q_EMIT sentence(tr("The dictionaries know every word of this document."));
}

std::optional<QPair<int, int>> SpellingLens::wordAt(int viewPosition) const {
  const auto word = std::find_if(shown_.cbegin(), shown_.cend(), [viewPosition](const auto& one) {
    return one.first <= viewPosition && viewPosition <= one.second;
  });
  return word == shown_.cend() ? std::nullopt : std::optional(*word);
}

QString SpellingLens::textOf(const QPair<int, int>& range) const {
  QTextCursor cursor(page_.pageDocument().constView());
  const int size = page_.pageDocument().constView()->characterCount();
  if (range.second >= size) return {};
  cursor.setPosition(range.first);
  cursor.setPosition(range.second, QTextCursor::KeepAnchor);
  return cursor.selectedText();
}

void SpellingLens::addToMenu(QMenu& menu) {
  const QTextCursor caret = page_.caret();
  const auto word = wordAt(caret.selectionStart());
  if (!word || (caret.hasSelection() && caret.selectionEnd() > word->second)) return;
  fillMenu(menu, *word);
}

// Before what the menu has already.
void SpellingLens::fillMenu(QMenu& menu, const QPair<int, int>& range) {
  const QString word = textOf(range);
  if (word.isEmpty()) return;
  QAction* before = menu.actions().value(0);
  const auto add = [&menu, before, this](const QString& text, const auto& act) {
    auto* action = new QAction(text, &menu);
    connect(action, &QAction::triggered, this, act);
    menu.insertAction(before, action);
    return action;
  };
  waiting_ = add(tr("Looking for suggestions\u2026"), [] {});
  waiting_->setEnabled(false);
  menu.insertSeparator(before);
  const QString shown = QString(word).replace(u'&', QStringLiteral("&&"));
  const QString plain = spelledPlainly(word);
  add(tr("&Add \u201C%1\u201D to my words").arg(shown), [this, plain] { rules_.changeOwnWords({plain}, {}); });
  if (!rules_.path().isEmpty()) {
    // Those of the project, or of the draft that lies in none.
    const SpellingRules::Place top = rules_.path().last();
    add(top.kind == storage::DocumentKind::Project ? tr("Add to this &project\u2019s words")
        : rules_.path().size() == 1                ? tr("Add to this &document\u2019s words")
                                    : tr("Add to the &words of \u201C%1\u201D").arg(shortTitle(top.title)),
        [this, plain, id = top.id] { rules_.changeWords(id, {plain}, {}); });
  }
  add(tr("&Ignore in this document"), [this, plain] { rules_.ignore(plain); });
  if (before != nullptr) menu.insertSeparator(before);
  menu_ = &menu;
  menuPlaced_ = false;
  menuRange_ = range;
  menuWord_ = word;
  checker_.suggest(word);
}

void SpellingLens::showSuggestions(const QString& word, const QStringList& suggestions) {
  if (menu_ == nullptr || waiting_ == nullptr || word != menuWord_) return;
  if (suggestions.isEmpty()) {
    waiting_->setText(tr("No suggestions"));
    placeMenu();
    return;
  }
  QFont bold = menu_->font();
  bold.setBold(true);
  QAction* first = nullptr;
  for (const QString& one : suggestions) {
    auto* action = new QAction(QString(one).replace(u'&', QStringLiteral("&&")), menu_);
    action->setFont(bold);
    connect(action, &QAction::triggered, this, [this, range = menuRange_, word, one] { replace(range, word, one); });
    menu_->insertAction(waiting_, action);
    if (first == nullptr) first = action;
  }
  const bool chosen = menu_->activeAction() == nullptr;
  menu_->removeAction(waiting_);
  delete waiting_;
  // Enter takes the first.
  if (chosen) menu_->setActiveAction(first);
  placeMenu();
}

// It has grown by the suggestions, and may cover the word or have no room where it is.
void SpellingLens::placeMenu() {
  if (menu_ == nullptr || !menuPlaced_) return;
  const QWidget* paper = page_.paper();
  const QRect first = page_.caretRect(menuRange_.first);
  const QRect last = page_.caretRect(menuRange_.second);
  QRect word = first;
  if (last.top() == first.top()) word = first.united(last);
  menu_->move(besideWord({paper->mapToGlobal(word.topLeft()), word.size()}, menu_->sizeHint(),
                         paper->screen()->availableGeometry()));
}

void SpellingLens::replace(const QPair<int, int>& range, const QString& word, const QString& with) {
  if (textOf(range) != word) return;  // a gap has grown meanwhile
  PageDocument& document = page_.pageDocument();
  const int begin = document.toManuscript(range.first);
  document.noteCursor(document.toManuscript(page_.caret().position()));
  page_.act([&] { document.replacePlaces({{begin, static_cast<int>(word.size()), with}}); });
  const int after = begin + static_cast<int>(with.size());
  page_.showRange(after, after);
}

}  // namespace lacuna::ui
