// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/voice_line.h"

#include <CLI/CLI.hpp>

#include "app/cli/help_text.h"
#include "app/cli/sub_actions.h"
#include "app/cli/validators.h"

namespace lacuna::app {

void addVoice(CLI::App& root, VoiceOptions& to) {
  CLI::App* sub = root.add_subcommand("voice", "Teach a model your own voice, from your own texts");
  sub->footer(kVoiceHelp);
  const SubActions action(sub, to);
  const auto named = [&](const char* name, const char* about) {
    CLI::App* each = action(name, about);
    each->add_option("NAME", to.name, "As lacuna voice list names it")->check(kName)->required();
    return each;
  };
  const auto generated = [&](CLI::App* each) {
    CLI::Option* with =
        each->add_flag("--with-generated", to.withGenerated, "Learn from what a model wrote in them as well");
    each->add_flag("--without-generated", to.withoutGenerated, "Leave that out, as usual")->excludes(with);
  };
  // Its texts.
  action("list", "Which voices, jobs and texts there are");
  named("new", "Give a new voice its name")->get_option("NAME")->description("What it is to be called");
  CLI::App* add = named("add", "Add texts that it is to learn from, and read them");
  add->add_option("FILE", to.files, "Files in any format that can be imported, or folders of them")->check(kName);
  add->add_option("--document", to.documents,
                  "A document or a project of the library, by id or title, with all that lies in it; may be repeated")
      ->check(kName)
      ->allow_extra_args(false);
  generated(add);
  generated(named("read", "Read its texts again, as they stand now; what you chose stays"));
  named("show", "Its texts, chapter by chapter, and how far it is");
  CLI::App* use = named("use", "Say what becomes of a chapter");
  use->add_option("CHAPTER", to.chapter, "Its number in lacuna voice show, or its title")->check(kName)->required();
  use->add_option("USE", to.use, "learn, held-out or left-out")
      ->check(CLI::IsMember({"learn", "held-out", "left-out"}))
      ->required();
  named("delete", "Delete the voice, its job and its texts, for good")
      ->add_flag("--texts", to.textsOnly, "Delete its texts alone, with all that holds words of them; the voice stays");
  // Its making.
  const auto model = [&](CLI::App* each) {
    each->add_option("--model", to.model, "An adapter's folder; else $LACUNA_MODEL, else the one that came with Lacuna")
        ->check(kName);
  };
  CLI::App* start = named("start", "Measure what it will take, and learn; Ctrl+C pauses it");
  start->add_option("--budget,--time-budget", to.budgetMinutes, "How many minutes it may take; usually 30")
      ->check(between(0.0, 1e6));
  start->add_option("--steps", to.steps, "So many steps, however long they take: the same seed, the same voice")
      ->check(CLI::Range(1, 1000000));
  start->add_option("--rank", to.rank, "How much it can learn, 1 to 256; usually 16")->check(CLI::Range(1, 256));
  start->add_option("--seed", to.seed, "Of all that is drawn")->check(kWholeNumber);
  start
      ->add_option("--rehearsal", to.rehearsal,
                   "Share of steps that hold on to what the model said before, 0 to 0.9; usually 0.1")
      ->check(between(0.0, 0.9));
  start->add_option("--device", to.device, "auto, cpu or cuda")->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  start->add_flag("--on-battery", to.onBattery, "Also while the machine is not plugged in");
  model(start);
  const auto hidden = [&](CLI::App* each) {
    each->add_option("--card-seconds", to.cardSeconds)->check(between(0.0, 1e6))->group("");
  };
  hidden(start);
  hidden(named("resume", "Go on with one that was paused, stopped or failed"));
  named("pause", "Pause it after its step, from another terminal");
  hidden(named("stop", "End it after its step, and keep the best voice so far"));
  named("export", "Write a voice as a folder, or as one .zip file")
      ->add_option("PATH", to.path, "A path that ends in .zip, or a folder that is not there yet")
      ->check(kName)
      ->required();
  CLI::App* in = action("import", "Check a voice that was exported, and take it");
  in->add_option("PATH", to.path, "A .zip file, or a voice's folder")->check(kName)->required();
  model(in);
  // The window's child.
  CLI::App* work = action("work", "Work on the queue until it is empty");
  work->group("");
  work->add_option("--measure", to.measure, "A job's id: measure that one and end");
  work->add_option("--parent", to.parent, "The process whose end ends this one");
  model(work);
}

}  // namespace lacuna::app
