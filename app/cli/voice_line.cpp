// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/voice_line.h"

#include <CLI/CLI.hpp>

#include "app/cli/help_text.h"
#include "app/cli/validators.h"

namespace lacuna::app {

void addVoice(CLI::App& root, VoiceOptions& to) {
  CLI::App* sub = root.add_subcommand("voice", "Teach a model your own voice, from your own texts");
  sub->footer(kVoiceHelp);
  sub->require_subcommand(0, 1);
  const auto common = [&to](CLI::App* command) {
    command->add_option("--library", to.library, "The library's file; else $LACUNA_LIBRARY, else in your data folder")
        ->check(kName);
    command->add_flag("--json", to.json, "Print one JSON object and nothing else");
  };
  common(sub);
  const auto action = [&](const char* name, const char* about) {
    CLI::App* each = sub->add_subcommand(name, about);
    common(each);
    each->callback([&to, name] { to.action = name; });
    return each;
  };
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
}

}  // namespace lacuna::app
