// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_store.h"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "app/cli/text_file.h"

namespace fs = std::filesystem;

namespace lacuna::app {
namespace {

// The files of a model folder; others in it stay where they are.
constexpr const char* kModelFiles[] = {"config.json", "model.safetensors", "tokenizer.model", "README.md", "LICENSE"};

void copyInto(const fs::path& from, const fs::path& to) {
  if (!fs::is_directory(from)) {
    fs::copy_file(from, to);
    return;
  }
  fs::create_directory(to);
  for (const char* const name : kModelFiles) {
    if (fs::is_regular_file(from / name)) fs::copy_file(from / name, to / name);
  }
}

}  // namespace

std::string addModel(const std::string& path) {
  // Without a slash at the end, of which the folder's name would be empty.
  const fs::path from = fs::absolute(path).lexically_normal();
  const fs::path name = from.has_filename() ? from.filename() : from.parent_path().filename();
  const fs::path to = fs::path(ownModelFolder()) / name;
  if (fs::exists(to)) {
    throw BadInput("There is already " + to.string() + ": take it out with lacuna model remove " + to.stem().string() +
                   " first, or give the new one another name.");
  }
  const fs::path part = to.string() + ".part-" + std::to_string(::getpid());
  std::error_code ignored;
  try {
    fs::create_directories(to.parent_path());
    copyInto(from, part);
    fs::rename(part, to);
  } catch (const fs::filesystem_error& error) {
    fs::remove_all(part, ignored);
    throw std::runtime_error("The model could not be copied to " + to.string() + ": " + error.code().message() + ".");
  }
  return to.string();
}

void removeModel(const FoundModel& model) {
  if (model.place != ModelPlace::kOwn) {
    throw BadInput("The model " + model.name + " is not one that you added, so it is left alone; it lies in " +
                   model.path + ".");
  }
  std::error_code failed;
  fs::remove_all(model.path, failed);
  if (failed) throw std::runtime_error("The model " + model.path + " could not be deleted: " + failed.message() + ".");
}

}  // namespace lacuna::app
