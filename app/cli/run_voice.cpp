// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna voice`: its texts. How it learns from them is in voice_jobs.
#include <QDir>
#include <QFileInfo>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_request.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/cli/transfer.h"
#include "app/cli/voice_jobs.h"
#include "app/cli/voice_names.h"
#include "app/window/library_path.h"
#include "storage/corpora/corpus_reader.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;
using storage::ChapterUse;
using storage::Corpus;
using storage::CorpusChapter;
using storage::CorpusSource;
using storage::SourceKind;
using storage::VoiceStore;

std::string plain(const QString& text) { return printable(text.toStdString()); }

const char* wordFor(ChapterUse use) {
  return use == ChapterUse::Learn ? "learn" : use == ChapterUse::HeldOut ? "held-out" : "left-out";
}

const char* wordFor(SourceKind kind) {
  return kind == SourceKind::Document ? "document" : kind == SourceKind::File ? "file" : "folder";
}

// To read only; none where there is none yet.
std::unique_ptr<storage::Library> libraryOf(const VoiceOptions& options) {
  const QString path = libraryPath(QString::fromStdString(options.library));
  if (!QFileInfo(path).isFile()) return nullptr;
  return std::make_unique<storage::Library>(path, storage::Database::Access::ReadOnly);
}

Json sums(const Corpus& corpus) {
  return {{"words", corpus.words},
          {"held_out_words", corpus.heldOutWords},
          {"left_out_words", corpus.leftOutWords},
          {"duplicate_words", corpus.duplicateWords},
          {"generated_words", corpus.generatedWords},
          {"tokens", corpus.tokens},
          {"language", corpus.language.toStdString()},
          {"takes_generated", corpus.takesGenerated}};
}

Json sourcesJson(const Corpus& corpus) {
  Json sources = Json::array();
  for (const CorpusSource& source : corpus.sources)
    sources.push_back({{"kind", wordFor(source.kind)},
                       {"reference", source.reference.toStdString()},
                       {"title", source.title.toStdString()},
                       {"words", source.words},
                       {"notice", source.notice.toStdString()}});
  return sources;
}

Json chaptersJson(const Corpus& corpus) {
  Json chapters = Json::array();
  for (const CorpusChapter& chapter : corpus.chapters)
    chapters.push_back({{"number", chapters.size() + 1},
                        {"title", chapter.title.toStdString()},
                        {"words", chapter.words},
                        {"duplicate_words", chapter.duplicateWords},
                        {"generated_words", chapter.generatedWords},
                        {"use", wordFor(chapter.use)},
                        {"why", chapter.why.toStdString()},
                        {"by_hand", chapter.chosenByHand}});
  return chapters;
}

// Columns are as wide as letters are; what is two columns wide is rare in titles.
std::string padded(const QString& text, int width) { return plain(text.left(width).leftJustified(width)); }

void printTexts(const Corpus& corpus) {
  for (const CorpusSource& source : corpus.sources) {
    std::printf("%s, %s: %lld words\n", plain(source.title).c_str(), wordFor(source.kind),
                static_cast<long long>(source.words));
    if (!source.notice.isEmpty()) std::printf("  %s\n", plain(source.notice).c_str());
  }
  if (corpus.sources.isEmpty()) std::printf("It has no texts yet: lacuna voice add gives it some.\n");
  if (corpus.chapters.isEmpty()) return;
  std::printf("\n");
  int width = 7;
  for (const CorpusChapter& chapter : corpus.chapters) width = std::max(width, static_cast<int>(chapter.title.size()));
  width = std::min(width, 40);
  std::printf("  No.  %s    Words  Use\n", padded(QStringLiteral("Chapter"), width).c_str());
  int number = 0;
  for (const CorpusChapter& chapter : corpus.chapters)
    std::printf("%5d  %s %8lld  %-8s%s%s%s\n", ++number, padded(chapter.title, width).c_str(),
                static_cast<long long>(chapter.words), wordFor(chapter.use), chapter.chosenByHand ? " (by you)" : "",
                chapter.why.isEmpty() ? "" : "  ", plain(chapter.why).c_str());
  std::printf("\n%lld words to learn from (about %lld tokens), %lld held out, %lld left out",
              static_cast<long long>(corpus.words), static_cast<long long>(corpus.tokens),
              static_cast<long long>(corpus.heldOutWords), static_cast<long long>(corpus.leftOutWords));
  if (corpus.duplicateWords > 0)
    std::printf(", %lld that stand there twice", static_cast<long long>(corpus.duplicateWords));
  if (corpus.generatedWords > 0)
    std::printf(", %lld by a model (%s)", static_cast<long long>(corpus.generatedWords),
                corpus.takesGenerated ? "learnt too" : "left out");
  std::printf(".\n");
}

// Reads its texts, and says what there is to say.
int readTexts(VoiceStore& store, storage::Library* library, const QString& id, const VoiceOptions& options) {
  QString little;
  {
    const NoteLine note;
    const storage::Work work([&](double share) {
      note.show("Reading the texts ... " + std::to_string(static_cast<int>(share * 100)) + " %");
      return true;
    });
    little = storage::CorpusReader(store, library).read(id, options.json ? storage::Work() : work);
  }
  const Corpus corpus = *store.corpus(id);
  if (options.json) {
    Json json = {{"name", corpus.name.toStdString()}, {"texts", sums(corpus)}};
    json["sources"] = sourcesJson(corpus);
    json["chapters"] = chaptersJson(corpus);
    json["notice"] = little.toStdString();
    printJson(json);
    return kExitDone;
  }
  printTexts(corpus);
  if (!little.isEmpty()) complain(plain(little));
  return kExitDone;
}

int make(VoiceStore& store, const VoiceOptions& options) {
  const QString name = QString::fromStdString(options.name).simplified();
  if (name.isEmpty()) throw BadUsage("Give the voice a name that can be read.");
  const storage::VoicesView view = store.view();
  const auto taken = [&](const auto& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& each) { return each.name.compare(name, Qt::CaseInsensitive) == 0; });
  };
  if (taken(view.corpora) || taken(view.jobs) || taken(view.voices))
    throw BadUsage("There is a voice called \"" + plain(name) + "\" already: choose another name, or delete that one.");
  const QString corpus = store.addCorpus(name);
  const QString job = store.addJob(name, corpus, {});
  if (options.json) {
    printJson({{"name", name.toStdString()}, {"corpus", corpus.toStdString()}, {"job", job.toStdString()}});
  } else {
    std::printf("\"%s\" is there. Give it texts with lacuna voice add.\n", plain(name).c_str());
  }
  return kExitDone;
}

int add(VoiceStore& store, const VoiceOptions& options) {
  if (options.files.empty() && options.documents.empty())
    throw BadUsage("Name files or folders, or a document of the library with --document.");
  const QString id = findTexts(store, options.name).corpus->id;
  const auto library = libraryOf(options);
  // All that is named is there, before anything is added.
  QVector<CorpusSource> sources;
  for (const std::string& file : options.files) {
    const QFileInfo info(QString::fromStdString(file));
    if (!info.exists()) throw BadInput("There is no file " + printable(file) + "; check its name.");
    const QString path = info.canonicalFilePath();
    sources.append({{}, info.isDir() ? SourceKind::Folder : SourceKind::File, path, QFileInfo(path).fileName()});
  }
  for (const std::string& document : options.documents) {
    if (library == nullptr) throw BadInput("There is no library here: name one with --library.");
    const QString found = findDocument(*library, document);
    sources.append({{}, SourceKind::Document, found, library->read(found).title});
  }
  for (const CorpusSource& source : sources) store.addSource(id, source.kind, source.reference, source.title);
  if (options.withGenerated || options.withoutGenerated) store.setTakesGenerated(id, options.withGenerated);
  return readTexts(store, library.get(), id, options);
}

int readAgain(VoiceStore& store, const VoiceOptions& options) {
  const QString id = findTexts(store, options.name).corpus->id;
  if (options.withGenerated || options.withoutGenerated) store.setTakesGenerated(id, options.withGenerated);
  return readTexts(store, libraryOf(options).get(), id, options);
}

int list(VoiceStore& store, const VoiceOptions& options) {
  const storage::VoicesView view = store.view();
  if (options.json) {
    Json json = {{"texts", Json::array()}, {"jobs", Json::array()}, {"voices", Json::array()}};
    for (const Corpus& corpus : view.corpora) {
      Json each = sums(corpus);
      each["name"] = corpus.name.toStdString();
      json["texts"].push_back(each);
    }
    for (const storage::VoiceJob& job : view.jobs) json["jobs"].push_back(jobJson(job));
    for (const storage::Voice& voice : view.voices)
      if (!voice.deleted) json["voices"].push_back(voiceJson(voice));
    printJson(json);
    return kExitDone;
  }
  for (const Corpus& corpus : view.corpora)
    std::printf("%s: %lld words to learn from, %lld held out\n", plain(corpus.name).c_str(),
                static_cast<long long>(corpus.words), static_cast<long long>(corpus.heldOutWords));
  for (const storage::VoiceJob& job : view.jobs)
    std::printf("%s: job, %s, step %lld of %lld\n", plain(job.name).c_str(), jobWord(job.state),
                static_cast<long long>(job.step), static_cast<long long>(job.steps));
  for (const storage::Voice& voice : view.voices)
    if (!voice.deleted) std::printf("%s: voice over %s\n", plain(voice.name).c_str(), plain(voice.modelName).c_str());
  if (view.corpora.isEmpty() && view.jobs.isEmpty() && view.voices.isEmpty())
    complain("There is no voice yet: lacuna voice new makes one.");
  return kExitDone;
}

int show(VoiceStore& store, const VoiceOptions& options) {
  NamedVoice found = findVoice(store, options.name);
  Json json = Json::object();
  if (found.corpus) {
    storage::CorpusReader(store, libraryOf(options).get()).look(found.corpus->id);
    found.corpus = store.corpus(found.corpus->id);
    json["name"] = found.corpus->name.toStdString();
    json["texts"] = sums(*found.corpus);
    json["sources"] = sourcesJson(*found.corpus);
    json["chapters"] = chaptersJson(*found.corpus);
    if (!options.json) printTexts(*found.corpus);
  }
  if (found.job) {
    const auto view = store.job(found.job->id);
    if (options.json) json.update(jobJson(*view));
    if (!options.json) printJob(*view);
  }
  if (found.voice) {
    json["voice"] = voiceJson(*found.voice);
    if (!options.json) printVoice(*found.voice);
  }
  if (options.json) printJson(json);
  return kExitDone;
}

int use(VoiceStore& store, const VoiceOptions& options) {
  const Corpus corpus = *findTexts(store, options.name).corpus;
  const QString wanted = QString::fromStdString(options.chapter).simplified();
  bool isNumber = false;
  const int number = wanted.toInt(&isNumber);
  QVector<CorpusChapter> found;
  for (const CorpusChapter& chapter : corpus.chapters)
    if (chapter.title.compare(wanted, Qt::CaseInsensitive) == 0) found.append(chapter);
  if (found.isEmpty() && isNumber && number >= 1 && number <= corpus.chapters.size())
    found.append(corpus.chapters[number - 1]);
  if (found.size() != 1)
    throw BadInput((found.isEmpty() ? "There is no chapter \"" : "There are several chapters called \"") +
                   plain(wanted) + "\": name it by its number in lacuna voice show.");
  const ChapterUse wish = options.use == "learn"      ? ChapterUse::Learn
                          : options.use == "held-out" ? ChapterUse::HeldOut
                                                      : ChapterUse::LeftOut;
  store.setChapterUse(found.first().id, wish);
  if (options.json) {
    printJson({{"chapter", found.first().title.toStdString()}, {"use", options.use}});
  } else {
    std::printf("\"%s\": %s.\n", plain(found.first().title).c_str(), options.use.c_str());
  }
  return kExitDone;
}

int remove(VoiceStore& store, const VoiceOptions& options) {
  const NamedVoice found = options.textsOnly ? findTexts(store, options.name) : findVoice(store, options.name);
  Json gone = Json::array();
  // Its job first, which may not let go of its texts; texts with another name are another's.
  if (!options.textsOnly && found.job) {
    store.removeJob(found.job->id);
    gone.push_back("job");
  }
  if (found.corpus && (options.textsOnly || !found.job || found.corpus->name == found.job->name)) {
    store.removeCorpus(found.corpus->id);
    gone.push_back("texts");
  }
  if (!options.textsOnly && found.voice) {
    store.deleteVoice(found.voice->id);
    store.purge();
    gone.push_back("voice");
  }
  if (options.json) {
    printJson({{"deleted", gone}});
    return kExitDone;
  }
  std::string what;
  for (const Json& each : gone) what += (what.empty() ? "" : ", ") + each.get<std::string>();
  std::printf("Deleted: %s.\n", what.c_str());
  return kExitDone;
}

}  // namespace

int runVoice(const VoiceOptions& options) {
  return guarded([&] {
    VoiceStore store(VoiceStore::pathFor(libraryPath(QString::fromStdString(options.library))));
    if (options.action == "new") return make(store, options);
    if (options.action == "add") return add(store, options);
    if (options.action == "read") return readAgain(store, options);
    if (options.action == "show") return show(store, options);
    if (options.action == "use") return use(store, options);
    if (options.action == "delete") return remove(store, options);
    if (options.action == "start") return startVoice(store, options);
    if (options.action == "resume") return resumeVoice(store, options);
    if (options.action == "pause") return pauseVoice(store, options);
    if (options.action == "stop") return stopVoice(store, options);
    if (options.action == "export") return exportNamedVoice(store, options);
    if (options.action == "import") return importVoiceFrom(store, options);
    if (options.action == "work") return workVoices(store, options);
    return list(store, options);
  });
}

}  // namespace lacuna::app
