// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_loader.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "app/engine/model_places.h"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibraryName = "liblacuna_engine.so";
constexpr const char* kShippedAdapter = "estuary-135m";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool isThere(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

[[noreturn]] void refuse(const std::string& sentence) { throw engine::Error(engine::ErrorCode::kIo, sentence); }

std::string lastLoaderMessage() {
  const char* message = dlerror();
  return message == nullptr ? std::string("no reason given") : std::string(message);
}

// The CUDA module finds its libraries in the same way; they find NVIDIA's by themselves, beside them or in the wheels
// next to a Python's torch. Where one is missing the engine says so, and the CPU does the work.
void preloadTorchCuda(const fs::path& libraries) {
  if (dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL) == nullptr) return;  // no driver
  for (const char* name : {"libc10_cuda.so", "libtorch_cuda.so"}) {
    const fs::path path = libraries / name;
    if (!isThere(path) || dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) return;
  }
}

// The engine finds LibTorch by the names it was linked with; loading them first makes those names known.
void preloadTorch() {
  const std::string folder = environment("LACUNA_TORCH_DIR");
  if (folder.empty()) return;
  for (const char* name : {"libc10.so", "libtorch_cpu.so"}) {
    const fs::path path = fs::path(folder) / "lib" / name;
    if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
      refuse("LibTorch could not be loaded from " + path.string() + " (" + lastLoaderMessage() +
             "): point LACUNA_TORCH_DIR at a folder with LibTorch's lib/, or unset it.");
    }
  }
  preloadTorchCuda(fs::path(folder) / "lib");
}

fs::path findLibrary() {
  if (const std::string named = environment("LACUNA_ENGINE"); !named.empty()) {
    if (!isThere(named)) refuse("There is no engine at " + named + ": correct LACUNA_ENGINE, or unset it.");
    return named;
  }
  const fs::path here = programFolder();
  const std::vector<fs::path> places{here / ".." / "lib", here / ".." / "lib" / "lacuna"};
  for (const fs::path& place : places) {
    if (isThere(place / kLibraryName)) return (place / kLibraryName).lexically_normal();
  }
  const std::string name = kLibraryName;
  refuse("The engine (" + name + ") is not in " + places[0].lexically_normal().string() + " nor in " +
         places[1].lexically_normal().string() +
         ": build or install Lacuna again, or set LACUNA_ENGINE to the library's path.");
}

engine::Engine& loadNow() {
  const fs::path library = findLibrary();
  preloadTorch();
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    refuse("The engine at " + library.string() + " could not be loaded (" + lastLoaderMessage() +
           "): if LibTorch is what is missing, set LACUNA_TORCH_DIR to its folder.");
  }
  auto entry = reinterpret_cast<LacunaEngineFunction>(dlsym(handle, "lacunaEngine"));
  if (entry == nullptr) {
    refuse(library.string() +
           " is not an engine of Lacuna (it does not offer lacunaEngine): build or install Lacuna again.");
  }
  engine::Engine* engine = entry();
  if (engine == nullptr) refuse("The engine at " + library.string() + " did not start: build or install Lacuna again.");
  std::vector<std::string> bases;
  for (const FoundModel& model : findModels()) {
    if (model.base) bases.push_back(model.path);
  }
  engine->useBases(bases);
  return *engine;
}

// Whether the base that the adapter in a folder names is among the bases that are here. What is in the file is compared
// when the model is opened; a base that was named for this start is taken at its word.
bool findsItsBase(const fs::path& adapter) {
  std::ifstream file(adapter / "config.json");
  const auto config = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!config.is_object() || !config.contains("base") || !config["base"].is_object()) return false;
  const std::string wanted = config["base"].value("file", std::string());
  for (const FoundModel& model : findModels()) {
    if (model.base && (model.place == ModelPlace::kNamed || fs::path(model.path).filename() == wanted)) return true;
  }
  return false;
}

}  // namespace

std::string programFolder() {
  std::error_code failed;
  const fs::path self = fs::read_symlink("/proc/self/exe", failed);
  return failed ? std::string() : self.parent_path().string();
}

engine::Engine& loadEngine() {
  static std::mutex mutex;
  static engine::Engine* engine = nullptr;
  const std::lock_guard lock(mutex);
  if (engine == nullptr) engine = &loadNow();
  return *engine;
}

std::string modelFolder(const std::string& wanted) {
  if (!wanted.empty()) return wanted;
  if (std::string named = environment("LACUNA_MODEL"); !named.empty()) return named;
  const fs::path share = (fs::path(programFolder()) / ".." / "share" / "lacuna").lexically_normal();
  // What denoises over a base is far better where the base is; the quick model serves everywhere.
  const fs::path adapter = share / "models" / kShippedAdapter;
  if (findsItsBase(adapter)) return adapter.string();
  const fs::path source = LACUNA_SOURCE_MODEL;
  if (!isThere(share / "model") && isThere(source)) return source.string();
  return (share / "model").string();
}

}  // namespace lacuna::app
