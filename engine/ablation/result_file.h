// SPDX-License-Identifier: GPL-3.0-or-later
// The file beside a grid: one JSON object a line, one line a finished run.
#pragma once

#include <map>
#include <string>

#include "engine/ablation/train_run.h"

namespace lacuna::engine {

// The last line of each key; a line that was cut short by a crash is passed over. Empty when there is no file.
// Throws Error(kInvalidInput) when there is one that cannot be read.
std::map<std::string, RunResult> readResults(const std::string& path);

// Appends and flushes. Throws Error(kIo).
void appendResult(const std::string& path, const Grid& grid, const GridRun& run, const RunResult& result);

}  // namespace lacuna::engine
