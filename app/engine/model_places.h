// SPDX-License-Identifier: GPL-3.0-or-later
// Where models and bases lie, and which there are. One rule, in this order:
//   1. $LACUNA_MODEL, a model folder, and $LACUNA_BASE, a .gguf file, where they are set;
//   2. the user's own folder, ${XDG_DATA_HOME:-~/.local/share}/lacuna/models, where `lacuna model add` puts them;
//   3. what came with the program, <program's folder>/../share/lacuna/model and .../share/lacuna/models;
//   4. what ./dev fetched, ${XDG_CACHE_HOME:-~/.cache}/lacuna/models.
// A base is a .gguf file in such a folder, a model a folder in it with a config.json.
#pragma once

#include <string>
#include <vector>

namespace lacuna::app {

enum class ModelPlace { kNamed, kOwn, kInstalled, kCache };

struct FoundModel {
  std::string name;  // what commands call it: the file's name without .gguf, or the folder's
  std::string path;
  ModelPlace place = ModelPlace::kOwn;
  bool base = false;  // a .gguf file
};

// Every file and folder once, in the order of the rule, those of one place by name. Nothing is opened.
std::vector<FoundModel> findModels();

// The folder of place 2, which may not exist yet.
std::string ownModelFolder();

// One word: named, yours, installed or fetched.
const char* placeName(ModelPlace place);

}  // namespace lacuna::app
