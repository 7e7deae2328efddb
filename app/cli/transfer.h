// SPDX-License-Identifier: GPL-3.0-or-later
// What import, export and compile share in the terminal. Throws BadInput, StorageError.
#pragma once

#include <QString>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/options.h"
#include "storage/library.h"

namespace lacuna::app {

// To read only, also beside a window that has it open.
std::unique_ptr<storage::Library> libraryToRead(const TransferOptions& options);
// By its id, the beginning of it, or its title; of those that are not in the bin.
QString findDocument(storage::Library& library, const std::string& name);

// A folder as a project; what is printed about it, with --json. In run_folders.cpp.
nlohmann::ordered_json importFolder(storage::Library& library, const std::string& path, const TransferOptions& options);
// Whether the output is to be a folder.
bool isFolderOutput(const std::string& output);
int exportFolder(const TransferOptions& options);

}  // namespace lacuna::app
