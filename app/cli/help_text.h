// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of --help that teach.
#pragma once

namespace lacuna::app {

inline constexpr const char* kAbout =
    "Lacuna fills the gaps of a draft, on your own machine, while you watch.\n"
    "Without a command it opens the window.";

inline constexpr const char* kRootHelp = R"(Examples:
  lacuna                                     open the window with your last document
  lacuna chapter.md                          open a text in the window
  lacuna infill chapter.md                   fill the gaps written as [[…]] in a text
  lacuna infill chapter.md -o filled.md      ... and write the filled text
  lacuna replay last                         watch the last gap of the window fill again
  lacuna library backup                      copy all that you wrote, checked, to a safe place
  lacuna score chapter.md                    which words of a text does the model least expect?
  lacuna doctor                              what does it run on, and is all well?

Exit codes:
  0 done   1 failed at work   2 the command line is wrong   3 the file cannot be used
  4 the model cannot be used   130 stopped by Ctrl+C

Nothing leaves your machine.)";

inline constexpr const char* kInfillHelp =
    R"(A gap is written in the text: [[…]] or [[...]] or [[]], and [[12 words]] says how long: as a rule
exactly so up to three words, within one up to nineteen, within a tenth beyond.
The marker itself is what is replaced. Other words in [[double brackets]] are left alone: the model
continues prose, it does not follow instructions. All gaps of a text are filled together. With --gap only the
gaps that it names are filled; --gap 120:180 rewrites these bytes and --gap 120:120 inserts there.

--pin WORD makes the first gap hold a word somewhere, --pin 2:WORD the second; --forbid WORD keeps a word out of all.
Of the samplers, confidence is the careful one, parallel the quick one for drafts; remasking takes back what it doubts.

On a terminal the words appear in place as the noise clears; Ctrl+C stops within a step. On a pipe only the
results are printed, one line a candidate, best first: gap, candidate, score, text, with tabs between them and line
breaks in the text as \n. The score is the mean log-probability of the words; nearer 0 is surer.

Examples:
  lacuna infill chapter.md
  lacuna infill chapter.md --seed 7 --candidates 8 --json
  lacuna infill chapter.md --pin lighthouse --forbid suddenly
  lacuna infill chapter.md --gap 2 --output chapter-filled.md
  lacuna infill chapter.md --output - > filled.md
  lacuna infill chapter.md --replay run.html)";

inline constexpr const char* kModelHelp =
    R"(A base is a pretrained language model of the llama family in a GGUF file; a model is a folder with a denoiser.
They are looked for, in this order, where LACUNA_MODEL and LACUNA_BASE point, in your own folder
(~/.local/share/lacuna/models, which add and remove work on), beside the program, and in ~/.cache/lacuna/models, where
./dev puts what it fetched.

Examples:
  lacuna model list
  lacuna model show SmolLM2-135M-Instruct.Q4_1
  lacuna model add ~/Downloads/SmolLM2-360M.Q8_0.gguf
  lacuna model remove SmolLM2-360M.Q8_0)";

inline constexpr const char* kCacheHelp =
    R"(Over a pretrained base, what was read of a draft is kept on disk for a while, so that the first gap after the program
was closed does not wait for it to be read again: in ~/.cache/lacuna/context, 512 MB at most, for you alone to read. A
file's name is a hash, but from what is in it a draft's words can be found out: it is as private as the draft.

LACUNA_CONTEXT_CACHE names another folder; set to nothing, it turns this off for one run.

Examples:
  lacuna cache            is it on, and how much is there?
  lacuna cache clear      delete what is there
  lacuna cache off        ... and keep nothing from now on; lacuna cache on takes it back)";

inline constexpr const char* kTransferHelp =
    R"(Formats, by the suffix of the file: .docx .odt .epub .html .md .txt, and .pdf to write. What a file is, is read from
its content. docs/formats.md says what each of them keeps. A library that a window has open can be exported and compiled,
and takes no import: import there with File, Import.

A folder of .md and .txt becomes a project with --project: folders become chapters, texts become scenes, 2 comes before
10. A project becomes a folder of Markdown when the output ends in / or is a folder; from there it comes back exactly, and
written there again only files that are to change do. docs/linked.md says more.

Examples:
  lacuna import old-novel.docx --project           its chapters become a project
  lacuna import 1998.txt --encoding windows-1252
  lacuna import ~/novel --project --link           a folder, and each text stays in step with its file
  lacuna export "The Estuary" -o ~/estuary/        a project as a folder of Markdown
  lacuna export chapter.md -o chapter.docx
  lacuna export 3fa1 -o scene.odt                  a document, by its id in lacuna library
  lacuna compile "The Estuary" -o book.epub --style book
  lacuna compile "The Estuary" -o submission.docx --style manuscript --author "E. Marsh")";

inline constexpr const char* kLibraryHelp =
    R"(The library is one file with all that you write. It is only read here, also while a window has it open.

search wants all of its words in one paragraph; capitals and accents do not matter. --json gives begin and end of what
was found in UTF-16 units of the document's text.

A backup is a library of its own, named by the time at which it was made, and counts only when all of it could be read
again. The ten newest are kept, or as many as --keep says; none goes for one with damaged documents. The window makes
one a day by itself, into the folder backups beside the library.

Examples:
  lacuna library                                   what is in it?
  lacuna library search '"grey harbour" lamp*'
  lacuna library backup /media/stick/drafts --keep 30
  lacuna library check /media/stick/drafts/library\ 2026-11-30\ 21.14.05.lacuna
  lacuna library restore /media/stick/drafts/library\ 2026-11-30\ 21.14.05.lacuna)";

inline constexpr const char* kVoiceHelp =
    R"(A voice is what a model learns from your own writing: a small addition to it, made on this machine. It has a name,
and by this name its texts, the job that learns from them, and what came of it are called.

First the texts: files in any format that can be imported (see lacuna import), folders of them, or documents of the
library, a project with all that lies in it. They are cut into chapters and copied beside the library; what stands in them
twice, in another language or by a model is left out, each with a reason. Some chapters are held out: the voice is
measured on them and never learns from them. 2,000 words are the least, 100,000 are good.

Examples:
  lacuna voice new "My novel"
  lacuna voice add "My novel" drafts/ old-book.docx --document "The Estuary"
  lacuna voice show "My novel"                 its chapters, and what becomes of each
  lacuna voice use "My novel" 7 held-out       ... not what was chosen
  lacuna voice read "My novel"                 its texts have changed: read them again
  lacuna voice delete "My novel" --texts       the voice stays, and no word of its texts is kept

Then it learns. Nothing leaves the machine; other programs go first, and the chapters that were held out say whether it
gets better:
  lacuna voice start "My novel" --budget 30    Ctrl+C pauses it, and the same command goes on
  lacuna voice stop "My novel"                 from another terminal; the best so far is kept
  lacuna voice show "My novel" --json | jq .held_out
  lacuna voice export "My novel" voice.zip     ... and import takes it on another machine)";

inline constexpr const char* kReplayHelp =
    R"(Every run of the window is kept in the library with its steps. Without RUN the runs are listed, newest first: time,
outcome, id, document; --json lists them for other programs. The library is only read, also while a window is open.

On a terminal the run plays in place: left and right go a step, Home and End to the ends, space plays and pauses, Tab
shows the next candidate, q ends. On a pipe its result is printed, or with --step that step.

The HTML file holds the run, the text around its gaps and the first words of each passage that it read. It needs a
browser and no network. docs/replay.md describes all three files.

Examples:
  lacuna replay
  lacuna replay last
  lacuna replay 3fa1 --html run.html
  lacuna replay last --webp run.webp --theme dark
  lacuna replay last --json | jq '.candidates[0].fills')";

inline constexpr const char* kTrainHelp = R"(Ctrl+C saves and stops; the same command goes on from there.

Example:
  lacuna tokenizer --data novels --output tokenizer.model --vocabulary 4096
  lacuna train --config small.json --data novels --valid held-out --tokenizer tokenizer.model \
               --output my-model --budget 90
  lacuna train --config small.json --data my-books --from my-model/model --output mine --budget 30
  lacuna train --base SmolLM2-135M-Instruct.Q4_1.gguf --data novels --valid held-out --output my-adapter --budget 600

--from needs a model of the same shape as the configuration's; what its heads read may differ. An adapter begins with an
adapter of the same base. docs/training.md says what a configuration may hold.)";

inline constexpr const char* kEvalHelp =
    R"(Cuts blanks into held-out books and asks every model for the same ones, at every length of context: how likely
the right words are, whether it tells them from nine other passages, how near its fills come to them, how they join and
repeat, which names it finds again from afar, and what it knows by heart. Blanks are cut in characters, so models of
different vocabularies are asked the same; a pretrained base is asked alone as well. With --train two baselines without
a model are, too. --candidates 0 leaves the fills out.
Says beforehand about how long it will take; Ctrl+C stops and prints nothing.
Of pairs ({"src": "...", "trg": "..."} a line) it prints DiffuSeq's metrics; give --train the training pairs too.

Examples:
  lacuna eval --data held-out --train novels
  lacuna eval --data held-out --model estuary-135m --compare resources/model --candidates 0
  lacuna eval --data held-out --context 512,8192,32768 --compare other-model --html report.html
  lacuna eval --model qqp-model --data test.jsonl --train train.jsonl --candidates 10 --blanks 500)";

inline constexpr const char* kAblateHelp =
    R"(Every run of the grid is trained on the same data and measured on the same blanks: likelihood, BLEU, tokens a second,
seconds to a given loss, peak memory. A finished run is a line in the file of results at once; the same command goes on
with what is missing. Grids are in resources/configs/ablation.

Example:
  lacuna ablate small.json --data novels --valid held-out --tokenizer tokenizer.model --budget 480)";

inline constexpr const char* kInspectHelp =
    R"(Cuts stretches out of the text, makes a gap in the middle of each, and tells
  where the gap's attention falls: by distance (window, regular hops), globals, its own gap
  whom the experts serve: function words, content words, punctuation, continuations, newlines; dead experts
  how much of the text comes back from noise, by level, with and without the model's own guess fed back
  how errors pile up along the steps, against the same run corrected at each step
  what full attention would change in short texts
One draft of some thousand words is enough; the same seed gives the same figures.

Example:
  lacuna inspect resources/model chapter.md --stretches 32 --json)";

inline constexpr const char* kScoreHelp =
    R"(The base reads the text from left to right and says of each token how likely it was. Printed are the nats a
character of the whole text, and the words that were the least expected, with their lines. --json lists every token
with its log-probability; the first, before which nothing stands, has none. Ctrl+C stops and prints nothing.

Examples:
  lacuna score chapter.md
  lacuna score chapter.md --json | jq .nats_per_character)";

inline constexpr const char* kBenchHelp =
    R"(Sections:
  step       a denoising step over the length of the document, against reading it again and against
             recomputing it with full attention
  attention  windowed against dense attention
  experts    a mixture against plain feed-forwards
  train      tokens a second of a training step, the model's pattern against full attention
  memory     what a read document keeps, and the peak
  read       tokens a second of a base's reading
  fill       what an author waits for, with a model over a base: first words, a step, a run
Takes minutes; close other programs. OMP_NUM_THREADS sets the number of threads.

Examples:
  lacuna bench step --lengths 2048,8192
  lacuna bench --config my-model/config.json --json > bench.json)";

// What the man page says beside the commands.
struct NamedText {
  const char* name;
  const char* about;
};

inline constexpr NamedText kEnvironment[] = {
    {"LACUNA_LIBRARY", "The library's file, where --library does not name one."},
    {"LACUNA_MODEL", "Model folder, where --model does not name one."},
    {"LACUNA_BASE", "A pretrained base, a .gguf file, that is asked before all others."},
    {"LACUNA_DEVICE", "cpu or cuda: where the model works. Without it, on a GPU where there is one that it knows."},
    {"LACUNA_CONTEXT_CACHE", "Folder for what was read of drafts; set to nothing, nothing is kept there."},
    {"LACUNA_ENGINE", "Path of the engine, liblacuna_engine.so, where it does not lie beside the program."},
    {"LACUNA_TORCH_DIR", "A LibTorch folder to use in place of the one that came with Lacuna."},
    {"OMP_NUM_THREADS", "How many threads the model works on."},
    {"DICPATH", "Folders with Hunspell dictionaries, colons between them; searched before the usual ones."},
};

inline constexpr NamedText kFiles[] = {
    {"~/.local/share/lacuna", "The library, its backups, and models that you added."},
    {"~/.config/lacuna", "Preferences."},
    {"~/.cache/lacuna", "What was read of drafts. It may be deleted at any time."},
};

}  // namespace lacuna::app
