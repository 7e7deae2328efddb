// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "app/cli/command_table.h"
#include "app/cli/exit_codes.h"
#include "app/cli/help_text.h"
#include "app/cli/run.h"
#include "app/cli/sub_actions.h"
#include "app/cli/validators.h"
#include "app/cli/voice_line.h"

namespace lacuna::app {
namespace {

// "3" names the third written gap, "120:180" a range of bytes.
void readGap(const std::string& word, InfillOptions& options) {
  const auto digits = [](const std::string& text) {
    return !text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string::npos;
  };
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos) {
    if (!digits(word) || word.size() > 6 || std::stol(word) < 1) {
      throw CLI::ValidationError("--gap", "takes a number from 1 or BEGIN:END in bytes, not \"" + word + "\"");
    }
    options.markers.push_back(std::stoi(word));
    return;
  }
  const std::string begin = word.substr(0, colon);
  const std::string end = word.substr(colon + 1);
  if (!digits(begin) || !digits(end) || std::stoull(begin) > std::stoull(end)) {
    throw CLI::ValidationError("--gap", "takes BEGIN:END in bytes with BEGIN not after END, not \"" + word + "\"");
  }
  options.ranges.push_back({std::stoull(begin), std::stoull(end)});
}

// How a token is drawn.
void addDraw(CLI::App* sub, float* temperature, float* topP) {
  sub->add_option("--temperature", *temperature, "0 takes the likeliest words, 1 is the model's own spread")
      ->check(between(0.0, 4.0))
      ->capture_default_str();
  sub->add_option("--top-p", *topP, "Choose among the likeliest words that make up this share, above 0 to 1")
      ->check(between(0.001, 1.0))
      ->capture_default_str();
}

void addVoices(CLI::App* sub, std::vector<std::string>* to) {
  sub->add_option("--voice", *to,
                  "A voice's folder: it speaks with the model; FOLDER:SHARE with a share of 0 to 1.5; may be repeated")
      ->allow_extra_args(false)
      ->check(kName);
}

void addInfill(CLI::App& root, InfillOptions& to, std::vector<std::string>& gaps) {
  CLI::App* sub = root.add_subcommand("infill", "Fill the gaps of a text, and watch the words come out of the noise");
  sub->footer(kInfillHelp);
  sub->add_option("FILE", to.file, "The draft: UTF-8 text or Markdown")->check(kName)->required();
  sub->add_option("--gap", gaps, "Fill only this gap: N, the N-th written one, or BEGIN:END in bytes; may be repeated")
      ->allow_extra_args(false);
  sub->add_option("--candidates", to.candidates, "How many fills to make of each gap, 1 to 64")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  sub->add_option("--steps", to.steps, "Denoising steps, 1 to 1000: more is slower and finer")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  sub->add_option("--seed", to.seed, "The same seed gives the same text; without it, another one each time")
      ->check(kWholeNumber);
  addDraw(sub, &to.temperature, &to.topP);
  sub->add_option(
      "--sampler", to.sampler,
      "How the noise becomes words: guided, confidence, parallel for drafts, remasking …; a wrong name lists "
      "all; without it guided over a pretrained base, else confidence");
  sub->add_option("--forbid", to.forbidden, "A word that no fill may hold; may be repeated")->allow_extra_args(false);
  sub->add_option("--pin", to.pinned,
                  "A word that the first gap's fill must hold, N:WORD for the N-th gap; may be repeated")
      ->allow_extra_args(false)
      ->check(kName);
  sub->add_option("--rank", to.ranking, "Best candidate first: by likelihood, or by consensus with the others")
      ->check(CLI::IsMember({"likelihood", "consensus"}))
      ->capture_default_str();
  sub->add_option("--take", to.take, "Which candidate goes into --output, 1 is the best")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  sub->add_option("--output,-o", to.output, "Write the filled draft to this file; - is standard output")->check(kName);
  sub->add_option("--replay", to.replay, "Write the whole run, step by step, to this file: .html, .json or .webp")
      ->check(kName);
  sub->add_option("--model", to.model, "Model folder; else $LACUNA_MODEL, else the one that came with Lacuna")
      ->check(kName);
  addVoices(sub, &to.voices);
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
}

void addReplay(CLI::App& root, ReplayOptions& to) {
  CLI::App* sub = root.add_subcommand("replay", "Play a run of the library again, or make a file of it");
  sub->footer(kReplayHelp);
  sub->add_option("RUN", to.run, "An id, the beginning of one, or last; without it, the runs are listed");
  sub->add_option("--html", to.html, "Write the replay as one HTML file; - is standard output")
      ->check(kName)
      ->allow_extra_args(false);
  sub->add_option("--json", to.json, "Write it as JSON for other programs; without a file, to standard output")
      ->expected(0, 1);
  sub->add_option("--webp", to.webp, "Write it as an animated picture (WebP); - is standard output")
      ->check(kName)
      ->allow_extra_args(false);
  sub->add_option("--library", to.library, "The library's file; else $LACUNA_LIBRARY, else in your data folder")
      ->check(kName);
  sub->add_option("--step", to.step, "Show this step, paused")->check(CLI::Range(0, 1000));
  sub->add_option("--candidate", to.candidate, "Which candidate, 1 is the best; else the one that was taken")
      ->check(CLI::Range(1, 64));
  sub->add_option("--pace", to.pace, "Milliseconds a step")->check(CLI::Range(10, 10000))->capture_default_str();
  sub->add_option("--theme", to.theme, "Colours of the animation: light, dark or paper")
      ->check(CLI::IsMember({"light", "dark", "paper"}))
      ->capture_default_str();
}

void addTokenizer(CLI::App& root, TokenizerOptions& to) {
  CLI::App* sub = root.add_subcommand("tokenizer", "Learn a tokenizer from a folder of .txt files");
  sub->add_option("--data", to.data, "Folder of UTF-8 .txt files, searched in subfolders")->check(kName)->required();
  sub->add_option("--output,-o", to.output, "Path of the tokenizer to write, for instance tokenizer.model")
      ->check(kName)
      ->required();
  sub->add_option("--vocabulary", to.vocabulary, "Number of pieces")
      ->check(CLI::Range(300, 65000))
      ->capture_default_str();
}

void addTrain(CLI::App& root, TrainOptions& to) {
  CLI::App* sub = root.add_subcommand("train", "Train a model, or an adapter of a base, from .txt files");
  sub->footer(kTrainHelp);
  sub->add_option("--config", to.config,
                  "JSON file: model or adapter, optimiser, corruption, schedule; may be left out with --base")
      ->check(kName);
  CLI::Option* base =
      sub->add_option("--base", to.base, "Train an adapter of this pretrained model, a .gguf file")->check(kName);
  sub->add_option("--data", to.data, "Folder of UTF-8 .txt files, searched in subfolders")->check(kName)->required();
  sub->add_option("--valid", to.valid, "Held-out folder; its loss is printed now and then")->check(kName);
  CLI::Option* tokenizer =
      sub->add_option("--tokenizer", to.tokenizer,
                      "The tokenizer that `lacuna tokenizer` wrote; needed without --from and --base")
          ->check(kName);
  sub->add_option("--from", to.from, "A model folder: a new run begins with its weights, and has its tokenizer")
      ->check(kName)
      ->excludes(tokenizer);
  base->excludes(tokenizer);
  sub->add_option("--over", to.over,
                  "An adapter's folder: learn a voice over it; --config has a \"voice\", or is left out")
      ->check(kName)
      ->excludes(tokenizer);
  sub->add_option("--output,-o", to.output, "Folder for checkpoints and the model; a run found there is resumed")
      ->check(kName)
      ->required();
  sub->add_option("--device", to.device, "auto, cpu or cuda")->capture_default_str();
  sub->add_option("--budget,--time-budget", to.budgetMinutes, "Plan the whole run for this many minutes")
      ->check(between(0.0, 1e6));
}

void addEval(CLI::App& root, EvalOptions& to) {
  CLI::App* sub = root.add_subcommand("eval", "Measure models on text that they have not seen");
  sub->footer(kEvalHelp);
  sub->add_option("--model", to.model, "Model folder; else $LACUNA_MODEL, else the one that came with Lacuna")
      ->check(kName);
  addVoices(sub, &to.voices);
  sub->add_option("--compare", to.compare,
                  "A further model folder, of whatever vocabulary, asked the same; may be repeated")
      ->check(kName)
      ->allow_extra_args(false);
  sub->add_option("--data", to.data, "Held-out folder of .txt files; or a .jsonl file of {\"src\", \"trg\"} lines")
      ->check(kName)
      ->required();
  sub->add_option("--train", to.train, "Training folder: adds n-gram baselines and what was learnt by heart")
      ->check(kName);
  sub->add_option("--blanks", to.blanks, "Blanks of each length; as many single words and far names; or pairs")
      ->check(CLI::Range(2, 1000000))
      ->capture_default_str();
  sub->add_option("--context", to.contexts, "Tokens of four characters around a blank, with commas between: 512,2048")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(16, 1 << 20))
      ->capture_default_str();
  sub->add_option("--lengths", to.lengths, "Tokens of four characters in the blanks, with commas between")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(1, 512))
      ->capture_default_str();
  sub->add_option("--candidates", to.candidates,
                  "Fills of each blank, 0 to 64; the one that would be offered first counts")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  sub->add_option("--steps", to.steps, "Denoising steps, 1 to 1000")->check(CLI::Range(1, 1000))->capture_default_str();
  sub->add_option("--sampler", to.sampler, "As for lacuna infill");
  addDraw(sub, &to.temperature, &to.topP);
  sub->add_option("--seed", to.seed, "Chooses the blanks and the fills")->check(kWholeNumber)->capture_default_str();
  sub->add_option("--html", to.html, "Write a report with plots to this file")->check(kName);
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
}

void addAblate(CLI::App& root, AblateOptions& to) {
  CLI::App* sub = root.add_subcommand("ablate", "Train and measure what a grid of configurations describes");
  sub->footer(kAblateHelp);
  sub->add_option("GRID", to.grid, "JSON file: a training configuration and what is varied")->check(kName)->required();
  sub->add_option("--data", to.data, "Folder of .txt files to train on")->check(kName)->required();
  sub->add_option("--valid", to.valid, "Held-out folder of .txt files")->check(kName)->required();
  sub->add_option("--tokenizer", to.tokenizer, "The tokenizer that `lacuna tokenizer` wrote")->check(kName)->required();
  sub->add_option("--results", to.results, "File that a line is added to for each run; else beside the grid")
      ->check(kName);
  sub->add_option("--device", to.device, "auto, cpu or cuda")->capture_default_str();
  sub->add_option("--budget", to.budgetMinutes, "Minutes, shared among the runs that are left; else each run's steps")
      ->check(between(0.0, 1e6));
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
}

void addInspect(CLI::App& root, InspectOptions& to) {
  CLI::App* sub = root.add_subcommand("inspect", "Look into a model at work on a text: attention, experts, noise");
  sub->footer(kInspectHelp);
  sub->add_option("MODEL", to.model, "Model folder")->check(kName)->required();
  sub->add_option("FILE", to.file, "A UTF-8 text, best one that the model has not seen")->check(kName)->required();
  sub->add_option("--stretches", to.stretches, "How many places of the text to look at")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  sub->add_option("--context", to.context, "Tokens of context around each gap")
      ->check(CLI::Range(16, 65536))
      ->capture_default_str();
  sub->add_option("--gap", to.gap, "Tokens in each gap")->check(CLI::Range(4, 512))->capture_default_str();
  sub->add_option("--steps", to.steps, "Steps of the denoising that is followed")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  sub->add_option("--seed", to.seed, "Chooses the places and the noise")->check(kWholeNumber)->capture_default_str();
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
}

void addScore(CLI::App& root, ScoreOptions& to) {
  CLI::App* sub = root.add_subcommand("score", "Say how a text reads to a pretrained base, and where it surprises");
  sub->footer(kScoreHelp);
  sub->add_option("FILE", to.file, "A UTF-8 text")->check(kName)->required();
  sub->add_option("--model", to.model, "A model over a base; else $LACUNA_MODEL, else the one that came with Lacuna")
      ->check(kName);
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
}

void addBench(CLI::App& root, BenchOptions& to) {
  CLI::App* sub = root.add_subcommand("bench", "Measure what things cost on this machine, with random weights");
  sub->footer(kBenchHelp);
  sub->add_option("SECTION", to.section,
                  "step, candidates, attention, experts, memory, train, read or fill; without it, all of them");
  sub->add_option("--model", to.model,
                  "For read and fill: model folder; else $LACUNA_MODEL, else the one that came "
                  "with Lacuna. Without a section: measure them, too")
      ->check(kName);
  sub->add_option("--config", to.config, "JSON file with a model's configuration; else the default of 35 M parameters")
      ->check(kName);
  sub->add_option("--lengths", to.lengths, "Tokens of document, with commas between; else each section's own")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(kWholeNumber);
  sub->add_option("--repetitions", to.repetitions, "Times are medians over so many runs; long work is run less often")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  sub->add_option("--seed", to.seed, "Of the random weights")->check(kWholeNumber)->capture_default_str();
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
}

void addSmall(CLI::App& root, DoctorOptions& doctor, ScreenshotOptions& shots) {
  CLI::App* sub = root.add_subcommand("doctor", "Say what Lacuna runs on, and test it for a second");
  sub->add_option("--model", doctor.model, "Model folder; else $LACUNA_MODEL, else the one that came with Lacuna")
      ->check(kName);
  sub->add_option("--library", doctor.library, "The library's file; else $LACUNA_LIBRARY, else in your data folder")
      ->check(kName);
  sub->add_flag("--json", doctor.json, "Print one JSON object and nothing else");
  sub = root.add_subcommand("screenshots", "Draw the window at work into PNG files, without a display");
  sub->add_option("--output,-o", shots.output, "Folder for the pictures")->check(kName)->required();
  sub->add_option("--model", shots.model, "Model folder")->check(kName);
  sub->add_option("--scale", shots.scale, "Device pixels a pixel")->check(between(1.0, 3.0))->capture_default_str();
}

void addModels(CLI::App& root, ModelOptions& to) {
  CLI::App* sub = root.add_subcommand("model", "Say which models are here, and add or remove one");
  sub->footer(kModelHelp);
  sub->require_subcommand(0, 1);
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
  const auto action = [&](const char* name, const char* about, const char* operand, const char* what) {
    CLI::App* each = sub->add_subcommand(name, about);
    if (operand != nullptr) each->add_option(operand, to.name, what)->required();
    each->add_flag("--json", to.json, "Print one JSON object and nothing else");
    each->callback([&to, name] { to.action = name; });
  };
  action("list", "Which models there are: kind, name, size, licence, hash, place", nullptr, nullptr);
  action("show", "What one of them says of itself", "NAME",
         "As lacuna model list names it, a path, or a hash's digits");
  action("add", "Check a model and copy it into your own folder", "FILE", "A .gguf file, or a model folder");
  action("remove", "Delete a model that was added", "NAME", "As lacuna model list names it");
}

void addCache(CLI::App& root, CacheOptions& to) {
  CLI::App* sub =
      root.add_subcommand("cache", "Say what is kept on disk of drafts that were read; empty it, or turn it off");
  sub->footer(kCacheHelp);
  sub->add_option("ACTION", to.action, "show, clear, on or off")
      ->check(CLI::IsMember({"show", "clear", "on", "off"}))
      ->capture_default_str();
  sub->add_flag("--json", to.json, "Print one JSON object and nothing else, of show");
}

void addLibrary(CLI::App& root, LibraryOptions& to) {
  CLI::App* sub = root.add_subcommand("library", "List, search and back up the library");
  sub->footer(kLibraryHelp);
  const SubActions action(sub, to);
  action("list", "Its books, chapters, scenes and notes, with their words; the bin's at the end");
  action("search", "Where words stand in it, with some words around them")
      ->add_option("TEXT", to.operand, "Words, \"a phrase\", beginnings* and -words that must not stand there")
      ->check(kName)
      ->required();
  action("writing", "How much was written on the last days, typed, pasted and generated apart");
  CLI::App* backup = action("backup", "Copy the library into a folder, check the copy, and let the oldest ones go");
  backup->add_option("FOLDER", to.operand, "Where backups are kept; else as the library's settings say")->check(kName);
  backup->add_option("--keep", to.keep, "How many are kept there, the new one included")->check(CLI::Range(1, 10000));
  action("check", "Read all of a library or a backup, and say whether it is sound")
      ->add_option("FILE", to.operand, "Else your library")
      ->check(kName);
  action("restore", "Check a backup and copy it beside your library, which stays as it is")
      ->add_option("BACKUP", to.operand, "A file that lacuna library backup wrote")
      ->check(kName)
      ->required();
}

void addTransfer(CLI::App& root, TransferOptions& to) {
  const auto command = [&](const char* name, const char* about) {
    CLI::App* sub = root.add_subcommand(name, about);
    sub->footer(kTransferHelp);
    sub->add_option("--library", to.library, "The library's file; else $LACUNA_LIBRARY, else in your data folder")
        ->check(kName);
    sub->add_flag("--json", to.json, "Print one JSON object and nothing else");
    sub->add_option("--encoding", to.encoding, "Of a text that is not UTF-8: utf-16, windows-1252, latin-1 and others")
        ->check(kName);
    sub->callback([&to, name] { to.action = name; });
    return sub;
  };
  const auto output = [&to](CLI::App* sub) {
    sub->add_option("--output,-o", to.output, "The file to write, in the format of its suffix")
        ->check(kName)
        ->required();
    sub->add_option("--style", to.style, "manuscript (standard manuscript format), book or plain")
        ->check(CLI::IsMember({"manuscript", "book", "plain"}))
        ->capture_default_str();
    sub->add_option("--author", to.author, "Whose it is: for the title page and the running head")->check(kName);
  };
  CLI::App* in = command("import", "Copy texts of other programs into the library");
  in->add_option("FILE", to.files, "Files to import, or folders with --project")->check(kName)->required();
  in->add_flag("--project", to.project, "A book with chapters, or a folder of texts, becomes a project");
  in->add_flag("--headings", to.headings, "Of a folder: documents are called after their first headings");
  in->add_flag("--link", to.link, "Of a folder: keep each document in step with its file (docs/linked.md)");
  CLI::App* out = command("export", "Write a text, a document or a whole project of the library elsewhere");
  out->add_option("FILE", to.operand, "A file, or a document's id or title")->check(kName)->required();
  output(out);
  out->get_option("--output")
      ->description("The file to write, in the format of its suffix; DIR/: a folder of Markdown");
  out->add_flag("--without-notes", to.withoutNotes, "To a folder: leave notes out");
  out->add_flag("--without-archived", to.withoutArchived, "To a folder: leave out what is archived");
  out->add_flag("--force", to.force, "To a folder: also over files that another program has changed since");
  CLI::App* compile = command("compile", "Write a whole project as one file, with a title page");
  compile->add_option("PROJECT", to.operand, "A project's id or title")->check(kName)->required();
  compile->add_flag("--notes", to.notes, "Take notes along");
  output(compile);
}

// The parser's message as one sentence that says where help is.
void complainUsage(const CLI::App& root, const CLI::ParseError& error) {
  std::string sentence = error.what();
  while (!sentence.empty() && (sentence.back() == '\n' || sentence.back() == '.')) sentence.pop_back();
  for (char& letter : sentence) {
    if (letter == '\n') letter = ' ';
  }
  const auto chosen = root.get_subcommands();
  const std::string name = chosen.empty() ? "" : " " + chosen.front()->get_name();
  complain(sentence + ": see lacuna" + name + " --help.");
}

}  // namespace

ParsedCommand parseCommandLine(int argc, char** argv) {
  CLI::App root{kAbout, "lacuna"};
  root.set_version_flag("--version", "Lacuna " LACUNA_VERSION);
  root.footer(kRootHelp);
  root.require_subcommand(0, 1);
  WindowOptions window;
  InfillOptions infill;
  ReplayOptions replay;
  DoctorOptions doctor;
  TokenizerOptions tokenizer;
  TrainOptions train;
  EvalOptions eval;
  AblateOptions ablate;
  InspectOptions inspect;
  ScoreOptions score;
  BenchOptions bench;
  ScreenshotOptions shots;
  ModelOptions model;
  CacheOptions cache;
  LibraryOptions library;
  TransferOptions transfer;
  VoiceOptions voice;
  std::vector<std::string> gaps;
  root.add_option("FILE", window.file, "A text to open in the window")->check(kName);
  root.add_option("--library", window.library, "The library's file; else $LACUNA_LIBRARY, else your data folder")
      ->check(kName);
  root.add_option("--model", window.model, "Model folder; else $LACUNA_MODEL, else the one that came with Lacuna")
      ->check(kName);
  addInfill(root, infill, gaps);
  addReplay(root, replay);
  addSmall(root, doctor, shots);
  addTokenizer(root, tokenizer);
  addTrain(root, train);
  addEval(root, eval);
  addAblate(root, ablate);
  addInspect(root, inspect);
  addScore(root, score);
  addBench(root, bench);
  addModels(root, model);
  addCache(root, cache);
  addLibrary(root, library);
  addTransfer(root, transfer);
  addVoice(root, voice);
  addHelpTable(root);
  try {
    root.parse(argc, argv);
    for (const std::string& gap : gaps) readGap(gap, infill);
    if (infill.take > infill.candidates) {
      throw CLI::ValidationError("--take", "is " + std::to_string(infill.take) + ", but only " +
                                               std::to_string(infill.candidates) + " candidates are made");
    }
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return {std::nullopt, root.exit(error)};
    complainUsage(root, error);
    return {std::nullopt, kExitUsage};
  }
  // Written in front of a command it means the command's.
  for (std::string* path : {&replay.library, &doctor.library, &library.library, &transfer.library, &voice.library}) {
    if (path->empty()) *path = window.library;
  }
  infill.seedGiven = root.got_subcommand("infill") && root.get_subcommand("infill")->count("--seed") > 0;
  if (root.got_subcommand("infill")) return {infill, 0};
  if (root.got_subcommand("replay")) {
    replay.jsonGiven = root.get_subcommand("replay")->count("--json") > 0;
    return {replay, 0};
  }
  if (root.got_subcommand("doctor")) return {doctor, 0};
  if (root.got_subcommand("tokenizer")) return {tokenizer, 0};
  if (root.got_subcommand("train")) return {train, 0};
  if (root.got_subcommand("eval")) return {eval, 0};
  if (root.got_subcommand("ablate")) return {ablate, 0};
  if (root.got_subcommand("inspect")) return {inspect, 0};
  if (root.got_subcommand("score")) return {score, 0};
  if (root.got_subcommand("bench")) return {bench, 0};
  if (root.got_subcommand("model")) return {model, 0};
  if (root.got_subcommand("cache")) return {cache, 0};
  if (root.got_subcommand("library")) return {library, 0};
  if (!transfer.action.empty()) return {transfer, 0};
  if (root.got_subcommand("voice")) return {voice, 0};
  if (root.got_subcommand("screenshots")) return {shots, 0};
  return {window, 0};
}

}  // namespace lacuna::app
