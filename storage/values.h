// SPDX-License-Identifier: GPL-3.0-or-later
// The value types of storage. They are copied between threads and carry no connection to the database.
// Positions and lengths count UTF-16 code units of the text, as QString does.
#pragma once

#include <QByteArray>
#include <QDate>
#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>
#include <optional>

#include "storage/error.h"

namespace lacuna::storage {

// Replaces `removed` units at `position` by `inserted`. Edits of a list apply one after another.
struct Edit {
  int position = 0;
  int removed = 0;
  QString inserted;
  bool operator==(const Edit&) const = default;
};

enum class MarkKind { Generated, Pin, Tag };

// A mark on [begin, end), never empty.
struct Mark {
  int begin = 0;
  int end = 0;
  MarkKind kind = MarkKind::Generated;
  QString note;  // where the text came from, the tag's name, and the like
  bool operator==(const Mark&) const = default;
};

// Where the words of an edit came from. Only what the author typed counts towards a goal.
enum class EditOrigin : quint8 {
  Unknown,    // storage judges by the edit: under a generated mark, several words at once, or typed
  Typed,      // by hand, also through an input method
  Pasted,     // or dropped, imported, replaced by a search
  Generated,  // by a model
  Uncounted,  // restored, moved, and the like: nobody's new words
};

// What an act of the author did to what they can undo. The bytes of a step are the window's own.
struct HistoryEvent {
  enum Kind : quint8 {
    None,
    Push,     // a new step; what was undone can be redone no longer
    Replace,  // the newest step has grown into this one
    Undo,
    Redo,
  };
  Kind kind = None;
  QByteArray step{};
  QVector<Mark> marks{};                    // of the text after it: a step is whole only with them
  EditOrigin origin = EditOrigin::Unknown;  // of an undo or a redo: of the step that it takes back or brings back
};

struct Document {
  QString id;
  QString title;
  QString text;
  QVector<Mark> marks;
  int cursor = 0;
  double scroll = 0;
  QString notice;                // empty, or one sentence: a part of it was damaged, and what was done about it
  QVector<QByteArray> done{};    // what can be undone, oldest first
  QVector<QByteArray> undone{};  // what can be redone, the next one last
};

// The draft of a file.
struct FileDraft {
  QString id;
  std::optional<QString>
      fileText{};  // what stands in the file, where that is neither what the draft was made of nor what it is
};

// What a document is in its book. All have a text of their own; a folder's and a project's may stay empty.
enum class DocumentKind { Project, Folder, Chapter, Scene, Note };

// Where a document comes to lie.
struct TreePlace {
  QString parent{};  // the document that it lies in; empty: the top
  QString before{};  // the sibling that it stands before; empty, or one that is not there: behind all
  bool operator==(const TreePlace&) const = default;
};

// A document that is to be made.
struct NewDocument {
  QString title;
  QString text{};
  QVector<Mark> marks{};
  DocumentKind kind = DocumentKind::Scene;
  TreePlace place{};
  int under = -1;  // index in the list of one that stands before it, and in which it comes to lie; -1: `place` holds
  QString id{};    // that it is to have, unless another document has it; empty: a new one
  bool archived = false;
  QString form{};  // how its text stood in a file, as wordFor() of storage/text_form.h says it; empty: as usual
};

struct TreeNode {
  QString id;
  QString title;
  DocumentKind kind = DocumentKind::Scene;
  QString parent;  // empty: it lies at the top
  int depth = 0;   // 0 at the top
  int words = 0;   // of its own text
  QDateTime updated;
  bool archived = false;  // it itself, not one above it
  qint64 binned = 0;      // when it itself was thrown away, milliseconds since 1970, UTC; 0: it was not
  bool inBin = false;     // it, or one above it
  QString link{};         // the file that it is kept in step with, or the folder; empty: none
};

struct SplitRequest {
  QString id;
  int position = 0;  // UTF-16 units: where the second part begins; white space around it stays with the first
  QString title{};   // of the second part; empty: its first line
  // What the removal from the first part does to what can be undone there; without one nothing can be undone.
  HistoryEvent event{};
};

struct DocumentInfo {
  QString id;
  QString title;
  int words = 0;
  QDateTime updated{};
};

// Why a state of a document was kept.
enum class RevisionReason {
  Folded,         // the journal had grown
  Named,          // the author asked for it
  Created,        // the document began with it
  BeforeFill,     // a model was about to be asked
  BeforeReplace,  // every place that was found was about to be replaced
  Hourly,         // an hour of writing
  BeforeRestore,  // an older state was about to be restored
  BeforeSplit,
  BeforeMerge,
  BeforeFile,  // the text of the linked file was about to be taken
  OfFile,      // not the document's own: what stood in the linked file that it was written over
};

// What is known of a state beside its text.
struct RevisionNote {
  RevisionReason reason = RevisionReason::Folded;
  QString name{};  // that the author gave it; empty: none
};

// One state of a document that is kept.
struct RevisionInfo {
  qint64 id = 0;
  QDateTime created;
  int words = 0;
  int length = 0;      // units
  qint64 stored = 0;   // bytes that it takes in the library
  bool whole = false;  // false: kept as the difference to its predecessor
  QString name{};      // that the author gave it; empty: none
  RevisionReason reason = RevisionReason::Folded;
  bool read = false;  // a run of a model read it
};

// How much was written: words, as the author's program counts them, and the time of it.
struct WritingCount {
  int typed = 0;            // by hand; what backspace took out at once is not in it
  int deleted = 0;          // of words that had stood before
  int pasted = 0;           // or dropped, imported, put in by a replacement
  int generated = 0;        // by a model, and taken
  qint64 milliseconds = 0;  // without pauses of more than a minute
  bool operator==(const WritingCount&) const = default;
};

struct WritingDay {
  QDate day;  // of the author's own time zone
  WritingCount count;
};

struct WritingSession {
  QDateTime begun;  // UTC
  QDateTime ended;  // the last change
  WritingCount count;
};

// What is looked for, and where.
struct SearchRequest {
  QString text;          // as the author typed it, see storage/search/search_query.h
  bool typing = false;   // the last word may be the beginning of one
  QString within{};      // a document, with all that lies under it; empty: everything
  bool inBin = false;    // in the bin instead of outside it
  int perDocument = 20;  // paragraphs that are shown of a document, at most
  int most = 200;        // and of all together
};

struct SearchHit {
  int begin = 0;  // of the first place, in the text as it stands
  int end = 0;
  QString snippet;                    // some words around it, on one line
  QVector<QPair<int, int>> places{};  // begin and end of what was found, in the snippet
};

struct SearchedDocument {
  QString id;
  QString title;
  int passages = 0;         // paragraphs in which it was found
  QVector<SearchHit> hits;  // the first of them, in the order of the text; empty where enough was found before
};

struct SearchResult {
  QVector<SearchedDocument> documents;  // in the order of the tree
  QStringList titles;                   // ids of the documents with a title that holds the text, in that order
  int passages = 0;                     // paragraphs in which it was found, of all documents
  bool more = false;                    // there are more: a word that stands everywhere is not counted to its end
  int pending = 0;                      // documents that are not in the index yet, or not as they stand
};

// What the model might have put instead.
struct RunAlternative {
  qint32 id = -1;
  quint8 probability = 0;  // 0..255 stands for 0..1
  QString text;
  bool operator==(const RunAlternative&) const = default;
};

// One token of a gap at one step.
struct RunToken {
  qint32 id = -1;         // in the model's vocabulary; -1 where it is not known
  quint8 confidence = 0;  // 0..255 stands for 0..1
  bool settled = false;
  bool flipped = false;
  QString text;
  quint8 entropy = 0;                      // sixteenths of a nat; 255: 15.9 or more
  QVector<RunAlternative> alternatives{};  // likeliest first, at most 8; kept while the token is not settled
  QByteArray experts{};                    // a byte a layer with experts: the one that it went to
  bool operator==(const RunToken&) const = default;
};

inline quint8 packConfidence(float value) {
  const float bounded = value > 0.0F ? (value < 1.0F ? value : 1.0F) : 0.0F;  // NaN becomes 0
  return static_cast<quint8>(bounded * 255.0F + 0.5F);
}
inline float unpackConfidence(quint8 value) { return static_cast<float>(value) / 255.0F; }

// All candidates and gaps after one step.
struct RunFrame {
  int step = 0;
  QVector<QVector<QVector<RunToken>>> tokens;  // [candidate][gap][token]
  QVector<QVector<float>> expertLoad{};        // [layer with experts][expert], shares that sum to 1
  QVector<float> attention{};                  // [block of Run::context], its share of all attention
  bool operator==(const RunFrame&) const = default;
};

// A stretch of the context that a run read, and how its gaps could see it.
struct RunBlock {
  static constexpr quint8 kWindow = 1, kHops = 2, kGlobal = 4, kTag = 8;
  int begin = 0;
  int end = 0;
  quint8 reach = 0;  // the sum of the above
  bool operator==(const RunBlock&) const = default;
};

using Trajectory = QVector<RunFrame>;

struct RunGap {
  int begin = 0;
  int end = 0;  // begin == end: the fill was inserted
  bool operator==(const RunGap&) const = default;
};

struct RunCandidate {
  QStringList fills;  // one a gap
  double score = 0;
  QVector<int> streams;  // one a gap: which of the run's streams of random numbers it came from
  bool operator==(const RunCandidate&) const = default;
};

enum class RunOutcome { Open, Taken, Left, Stopped, Failed };

struct Run {
  QString id;           // empty when it is saved for the first time: storage gives it one
  QString documentId;   // empty: a run that belongs to no document of the library
  QDateTime created;    // UTC; storage fills it in when it is not valid
  QString model;        // its name
  QString fingerprint;  // of the model's weights
  quint64 seed = 0;
  int steps = 0;
  QJsonObject request;  // everything else that is needed to repeat it
  QVector<RunGap> gaps;
  QVector<RunCandidate> candidates;  // best first
  QString parent;                    // the run that this one branches from; empty: none
  qint64 revision = 0;               // of the document, as the run read it; 0: not kept
  QVector<RunBlock> context;         // with the trajectory
  Trajectory trajectory;             // empty in a list of runs
  qint64 stored = 0;                 // bytes that its steps take in the library; 0: they are not kept
  RunOutcome outcome = RunOutcome::Open;
  int taken = -1;  // index in candidates, or -1
  double seconds = 0;
};

struct Model {
  QString fingerprint;  // the key: hexadecimal digest of the weights
  QString name;
  QString folder;
  qint64 parameters = 0;
  bool operator==(const Model&) const = default;
};

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::Edit)
Q_DECLARE_METATYPE(lacuna::storage::HistoryEvent)
Q_DECLARE_METATYPE(lacuna::storage::Mark)
Q_DECLARE_METATYPE(lacuna::storage::Document)
Q_DECLARE_METATYPE(lacuna::storage::DocumentInfo)
Q_DECLARE_METATYPE(lacuna::storage::TreeNode)
Q_DECLARE_METATYPE(lacuna::storage::RevisionInfo)
Q_DECLARE_METATYPE(lacuna::storage::Run)
Q_DECLARE_METATYPE(lacuna::storage::Model)
