// SPDX-License-Identifier: GPL-3.0-or-later
// The lens *Surprise*: shows on the page which of the author's words a pretrained base, reading from the left, expected
// least. Asks for what is in sight when the author pauses, hides at once what an edit touches, says a word's surprise
// where the mouse rests or the caret stands. UI thread only; it never waits.
#pragma once

#include <QLabel>
#include <QObject>
#include <QTimer>

#include "ui/editor/page_layout.h"
#include "ui/surprise/surprise_words.h"

namespace lacuna::ui {

class Announcer;
class PageEditor;

// One line that takes what room is left, and what does not fit ends in an ellipsis. Said whole to a screen reader.
class SurpriseLine : public QLabel {
  Q_OBJECT
 public:
  explicit SurpriseLine(QWidget* parent);
  void say(const QString& line);
  const QString& line() const { return line_; }
  QSize sizeHint() const override { return {0, QLabel::sizeHint().height()}; }
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString line_;
};

class SurpriseLens : public QObject {
  Q_OBJECT
 public:
  // Who could read: nobody yet; no model; a model over no base; a model over one.
  enum class Source { Loading, Failed, NoBase, Ready };

  explicit SurpriseLens(PageEditor& page, QObject* parent = nullptr);

  bool on() const { return on_; }
  // Remembered. Switched off, nothing is read any more and the page is bare, at once.
  void setOn(bool on);
  void setSource(Source source);
  // Another document is on the page.
  void openedDocument();
  // What the status bar says of the word at the caret.
  SurpriseLine* line() const { return line_; }
  const SurpriseWords& words() const { return words_; }
  const QVector<SurpriseMark>& shown() const { return shown_; }  // on the page, and a little beyond what is in sight
  // What the mouse is told at a place of the page's viewport; empty: nothing.
  QString hoverAt(const QPoint& point) const;

 public Q_SLOTS:
  void show(const lacuna::ui::SurprisePiece& piece);
  void done(quint64 ask);
  void fail(quint64 ask, const QString& why);

 Q_SIGNALS:
  // The author looks at this. It takes the place of what was asked for before.
  void wanted(const lacuna::ui::SurpriseAsk& ask);
  void withdrawn();
  void sentence(const QString& text);
  void switched(bool on);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void onEdited(const QVector<Edit>& edits);
  void askSoon(int milliseconds);
  void ask();
  void withdraw();
  void forget();
  void sayWhyNot();
  void refresh();                 // what the page shows
  void tellCaret();               // what the status bar says
  void announce();                // and a screen reader, after a moment
  QPair<int, int> sight() const;  // manuscript
  QString wordText(const SurpriseWord& word) const;
  // Where the view has it; nothing where a gap stands in it.
  bool inView(const SurpriseWord& word, SurpriseMark* mark) const;

  PageEditor& page_;
  SurpriseLine* line_;
  Announcer* announcer_;
  SurpriseWords words_;
  QVector<SurpriseMark> shown_;
  QTimer askTimer_;
  QTimer sayTimer_;
  Source source_ = Source::Loading;
  SurpriseAsk asked_;         // the last one
  QVector<Passage> markers_;  // gaps that the author has written in it, manuscript
  quint64 lastId_ = 0;
  bool on_ = false;
  bool reading_ = false;  // asked_ goes on
  bool stale_ = true;     // what is known is of another text than asked_
  QString announced_;
};

}  // namespace lacuna::ui
