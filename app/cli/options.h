// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line asks for, one struct a subcommand. Defaults are what --help shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lacuna::app {

struct WindowOptions {
  std::string file;     // a text to import and open; empty: the last document
  std::string library;  // path of the library; empty: $LACUNA_LIBRARY, then the user's data folder
  std::string model;
};

// Begin and end in bytes of the file, end not included.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct InfillOptions {
  std::string file;
  std::vector<ByteRange> ranges;  // --gap BEGIN:END
  std::vector<int> markers;       // --gap N: which of the written gaps, 1-based; empty: all
  int candidates = 6;
  int steps = 32;
  std::uint64_t seed = 1;
  bool seedGiven = false;  // without a seed another one is drawn each time
  float temperature = 0.8F;
  float topP = 0.9F;
  std::string sampler;  // empty: the engine's usual one
  std::string ranking = "likelihood";
  std::vector<std::string> forbidden;  // --forbid WORD
  std::vector<std::string> pinned;     // --pin WORD, or N:WORD for the N-th of the filled gaps
  int take = 1;                        // which candidate --output and plain text use, 1-based
  std::string model;
  std::vector<std::string> voices;  // --voice FOLDER, or FOLDER:SHARE
  std::string output;
  std::string replay;  // a file to write the run into, in the format of its suffix; empty: none
  bool json = false;
};

struct ReplayOptions {
  std::string run;  // an id, the beginning of one, or "last"; empty: list the runs
  std::string library;
  std::string html, webp;  // files to write; "-" is standard output; empty: none
  std::string json;        // likewise; with jsonGiven and no file, standard output
  bool jsonGiven = false;
  int step = -1;                // to show alone, or to begin at; below 0: from the start to the end
  int candidate = 0;            // from 1, the best; 0: the one that was taken, else the best
  int pace = 120;               // milliseconds a step
  std::string theme = "light";  // of the animation
};

struct DoctorOptions {
  std::string model;
  std::string library;
  bool json = false;
};

struct TokenizerOptions {
  std::string data;
  std::string output;
  int vocabulary = 4096;
};

struct TrainOptions {
  std::string config;  // empty with `base`: an adapter of the usual shape
  std::string base;    // a .gguf file, to train an adapter of
  std::string data;
  std::string valid;
  std::string tokenizer;
  std::string from;  // model folder; its tokenizer is taken too
  std::string over;  // an adapter's folder, to learn a voice over
  std::string output;
  std::string device = "auto";
  double budgetMinutes = 0;
};

struct EvalOptions {
  std::string model;
  std::vector<std::string> voices;   // as InfillOptions::voices
  std::vector<std::string> compare;  // further model folders
  std::string data;
  std::string train;
  std::vector<int> contexts = {512, 2048};
  std::vector<int> lengths = {4, 12, 32, 64};
  int blanks = 50;
  int candidates = 4;
  int steps = 32;
  std::string sampler;  // empty: the engine's usual one
  float temperature = 0.8F;
  float topP = 0.9F;
  std::uint64_t seed = 1;
  std::string html;
  bool json = false;
};

struct AblateOptions {
  std::string grid;
  std::string data;
  std::string valid;
  std::string tokenizer;
  std::string results;  // empty: beside the grid
  std::string device = "auto";
  double budgetMinutes = 0;
  bool json = false;
};

struct InspectOptions {
  std::string model;
  std::string file;
  int stretches = 8;
  int context = 480;
  int gap = 32;
  int steps = 16;
  std::uint64_t seed = 1;
  bool json = false;
};

struct ScoreOptions {
  std::string file;
  std::string model;
  bool json = false;
};

struct BenchOptions {
  std::string section;  // empty: all
  std::string model;    // for read and fill, as everywhere; for all of them only where it is named
  std::string config;   // empty: the default of 35 M parameters
  std::vector<std::int64_t> lengths;
  int repetitions = 5;
  std::uint64_t seed = 1;
  bool json = false;
};

struct ModelOptions {
  std::string action = "list";  // list, show, add or remove
  std::string name;             // of a model; of a file for add; empty for list
  bool json = false;
};

struct CacheOptions {
  std::string action = "show";  // show, clear, on or off
  bool json = false;            // of show
};

struct LibraryOptions {
  std::string action = "list";  // list, search, writing, backup, check or restore
  std::string operand;          // what is looked for, a folder, or a file
  std::string library;
  int keep = 0;  // backups in the folder; 0: as the library's settings say
  bool json = false;
};

// lacuna import, export and compile.
struct TransferOptions {
  std::string action;              // import, export or compile
  std::vector<std::string> files;  // of import
  std::string operand;             // of export: a file or a document; of compile: a project
  std::string output;
  std::string library;
  std::string encoding;         // of a text; empty: UTF-8
  std::string style = "plain";  // manuscript, book or plain
  std::string author;
  bool project = false;          // a book of chapters, or a folder of texts, becomes a project
  bool headings = false;         // of a folder: titles are first headings
  bool link = false;             // of a folder: each document is linked to its file
  bool withoutNotes = false;     // of a project as a folder
  bool withoutArchived = false;  // likewise
  bool force = false;            // likewise: also over files that another program has changed
  bool notes = false;            // compile notes too
  bool json = false;
};

struct VoiceOptions {
  std::string action = "list";
  std::string name;  // of the voice, of the job that makes it, and of the texts that it is learnt from
  // Of its texts.
  std::vector<std::string> files;      // and folders
  std::vector<std::string> documents;  // of the library: ids or titles
  std::string chapter;                 // of use: its number in show, or its title
  std::string use;                     // learn, held-out or left-out
  bool withGenerated = false;          // what a model wrote is learnt too
  bool withoutGenerated = false;       // and not any longer
  bool textsOnly = false;              // of delete: the voice stays
  // Of its making.
  std::string path;  // of export and import
  std::string model;
  std::string device;
  std::optional<int> rank;
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> steps;
  std::optional<double> budgetMinutes;
  std::optional<double> rehearsal;
  bool onBattery = false;
  double cardSeconds = 120;  // that the examination of a voice may take, about; 0: there is none
  std::string measure;       // of work: a job's id
  std::int64_t parent = 0;   // of work: the process whose end ends it; 0: none
  std::string library;
  bool json = false;
};

struct ScreenshotOptions {
  std::string output;
  std::string model;
  double scale = 1.0;  // device pixels a logical pixel, 1 or 2
};

using Command = std::variant<WindowOptions, InfillOptions, DoctorOptions, TokenizerOptions, TrainOptions, EvalOptions,
                             AblateOptions, InspectOptions, ScoreOptions, BenchOptions, ScreenshotOptions,
                             ReplayOptions, ModelOptions, CacheOptions, LibraryOptions, TransferOptions, VoiceOptions>;

}  // namespace lacuna::app
