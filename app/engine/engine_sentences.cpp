// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_sentences.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace lacuna::app {
namespace {

// The first that fits is taken: the one that says more stands before the one that says less.
constexpr const char* kForms[] = {
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory for this; close other programs or ask for less."),
    QT_TRANSLATE_NOOP("Engine", "The GPU has no memory left for this gap."),
    QT_TRANSLATE_NOOP("Engine", "The GPU's memory was not enough for this, so the CPU does the work from now on."),
    QT_TRANSLATE_NOOP("Engine",
                      "The GPU's memory holds %1 of the %2 candidates at a time, so they are computed in turns. "),
    QT_TRANSLATE_NOOP("Engine", "The model did not fit into the GPU's memory, so the CPU does the work."),
    QT_TRANSLATE_NOOP("Engine", "Gap %1 is too long: %2 tokens at most; select or ask for fewer words."),
    QT_TRANSLATE_NOOP("Engine", "Gap %1 has more than %2 pinned words."),
    QT_TRANSLATE_NOOP("Engine", "There are more than %1 forbidden words."),
    QT_TRANSLATE_NOOP("Engine", "The word “%1” is both pinned and forbidden."),
    QT_TRANSLATE_NOOP("Engine",
                      "The pinned words %1 do not fit into gap %2, which has %3 tokens; make the gap longer "
                      "or pin less."),
    QT_TRANSLATE_NOOP("Engine", "The tagged passages hold %1 tokens, and %2 can be kept in sight: tag less."),
    QT_TRANSLATE_NOOP("Engine",
                      "The model %1 gives no numbers, so its weights are unusable: copy its folder again "
                      "from its source."),
    QT_TRANSLATE_NOOP("Engine",
                      "The model in %1 reads text and gap as one stream: it is a baseline for lacuna eval, "
                      "and cannot fill gaps in a document. Give another with --model."),
    QT_TRANSLATE_NOOP("Engine",
                      "The model %1 is over no pretrained base, and only a base reads a text from left to "
                      "right: choose another with --model."),
    QT_TRANSLATE_NOOP("Engine",
                      "The model in %1 is an adapter of %2, and there is no base here: fetch it with ./dev, "
                      "or name it with LACUNA_BASE."),
    QT_TRANSLATE_NOOP("Engine",
                      "The model in %1 is an adapter of %2, and of the bases that are here none is that "
                      "file: fetch it with ./dev, or name it with LACUNA_BASE."),
    QT_TRANSLATE_NOOP("Engine", "The model folder %1 does not exist; give another with --model."),
    QT_TRANSLATE_NOOP("Engine", "The model folder %1 has no config.json."),
    QT_TRANSLATE_NOOP("Engine", "The weights in %1 do not fit their configuration: %2."),
    QT_TRANSLATE_NOOP("Engine", "The model in %1 is no usable adapter: %2"),
    QT_TRANSLATE_NOOP("Engine", "The file %1 cannot be read: %2."),
    QT_TRANSLATE_NOOP("Engine",
                      "LibTorch could not be loaded from %1 (%2): point LACUNA_TORCH_DIR at a folder with "
                      "LibTorch's lib/, or unset it."),
    QT_TRANSLATE_NOOP("Engine", "There is no engine at %1: correct LACUNA_ENGINE, or unset it."),
    QT_TRANSLATE_NOOP("Engine",
                      "The engine (%1) is not in %2 nor in %3: build or install Lacuna again, or set "
                      "LACUNA_ENGINE to the library's path."),
    QT_TRANSLATE_NOOP("Engine",
                      "The engine at %1 could not be loaded (%2): if LibTorch is what is missing, set "
                      "LACUNA_TORCH_DIR to its folder."),
    QT_TRANSLATE_NOOP("Engine", "The engine at %1 did not start: build or install Lacuna again."),
    QT_TRANSLATE_NOOP("Engine", "The engine failed: %1."),
    QT_TRANSLATE_NOOP("Engine", "CPU, 1 thread"),
    QT_TRANSLATE_NOOP("Engine", "CPU, %1 threads"),
    QT_TRANSLATE_NOOP("Engine", "The voice in %1 cannot be used: %2."),
    QT_TRANSLATE_NOOP("Engine", "The model %1 is no adapter of a pretrained base, and voices speak over one alone."),
    QT_TRANSLATE_NOOP("Engine", "At most %1 voices speak at once."),
    // Of jobs that make voices (app/voice), which say them in a process of their own.
    QT_TRANSLATE_NOOP("Engine", "The job needs %1 of memory and %2 are free: rank %3 would do."),
    QT_TRANSLATE_NOOP("Engine",
                      "The job needs %1 of memory and %2 are free: close other programs, and measure it again."),
    QT_TRANSLATE_NOOP("Engine", "The job needs %1 on the disk and %2 are free: rank %3 would do."),
    QT_TRANSLATE_NOOP("Engine", "The job needs %1 on the disk and %2 are free: make room for %3 more."),
    QT_TRANSLATE_NOOP("Engine",
                      "A step takes %1 s here, so that nothing is learnt in %2 minutes: %3 minutes would do."),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory for rank %1 (%2 are free): rank %3 would do."),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory, and no rank is small enough: close other programs."),
    QT_TRANSLATE_NOOP("Engine", "There is not enough memory for this job: rank %1 needs less, or take the device cpu."),
    QT_TRANSLATE_NOOP("Engine",
                      "There is not enough memory for this job: rank %1 needs less, or close other programs."),
    QT_TRANSLATE_NOOP("Engine",
                      "The training was killed %1 times in a row at step %2, as happens where memory runs out: rank %3 "
                      "needs less."),
    QT_TRANSLATE_NOOP("Engine",
                      "The model %1 is no longer the one that this job began with (%2, and not %3): put that one back, "
                      "or begin a new job."),
    QT_TRANSLATE_NOOP("Engine", "It waits until %1:00, as its hours say."),
    QT_TRANSLATE_NOOP("Engine", "It waits until the machine is plugged in."),
    QT_TRANSLATE_NOOP("Engine", "The GPU was lost, so the processor goes on with it."),
    QT_TRANSLATE_NOOP("Engine", "The sample gaps are no longer filled: %1"),
    QT_TRANSLATE_NOOP("Engine", "Paused at step %1."),
    QT_TRANSLATE_NOOP("Engine", "Stopped before there was a voice to keep."),
    QT_TRANSLATE_NOOP("Engine", "Stopped at step %1; the best voice so far is kept."),
    QT_TRANSLATE_NOOP("Engine",
                      "Done at step %1, before its time: the chapters that were held out had nothing more to gain."),
    QT_TRANSLATE_NOOP("Engine", "Done at step %1."),
    QT_TRANSLATE_NOOP("Engine", "The training has ended and left no voice."),
    QT_TRANSLATE_NOOP("Engine", "The voice is examined."),
    QT_TRANSLATE_NOOP("Engine", "The voice could not be examined: %1"),
    QT_TRANSLATE_NOOP("Engine", "The training could not be started (%1): build or install Lacuna again."),
    QT_TRANSLATE_NOOP("Engine", "The training ended unforeseen. What it has done so far is kept."),
};

// A form as an expression that finds its values.
QRegularExpression expressionOf(const char* form) {
  QString pattern = QRegularExpression::escape(QString::fromUtf8(form));
  // escape() puts a sign before the % too.
  pattern.replace(QRegularExpression(QStringLiteral("\\\\%\\d")), QStringLiteral("(.+)"));
  return QRegularExpression(QRegularExpression::anchoredPattern(pattern),
                            QRegularExpression::DotMatchesEverythingOption);
}

}  // namespace

QString inWindowLanguage(const std::string& sentence) {
  const QString english = QString::fromStdString(sentence);
  for (const char* form : kForms) {
    const QRegularExpressionMatch match = expressionOf(form).match(english);
    if (!match.hasMatch()) continue;
    const QString own = QCoreApplication::translate("Engine", form);
    const QStringList values = match.capturedTexts().mid(1);
    // All at once: a value may hold a percent sign.
    switch (values.size()) {
      case 0:
        return own;
      case 1:
        return own.arg(values.at(0));
      case 2:
        return own.arg(values.at(0), values.at(1));
      default:
        return own.arg(values.at(0), values.at(1), values.at(2));
    }
  }
  return english;
}

std::vector<const char*> engineForms() { return {std::begin(kForms), std::end(kForms)}; }

}  // namespace lacuna::app
