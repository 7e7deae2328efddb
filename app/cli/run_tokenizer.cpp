// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli/exit_codes.h"
#include "app/cli/run.h"
#include "app/engine/engine_loader.h"

namespace lacuna::app {

int runTokenizer(const TokenizerOptions& options) {
  return guarded([&] {
    engine::TokenizerJob job;
    job.data = options.data;
    job.output = options.output;
    job.vocabulary = options.vocabulary;
    loadEngine().trainTokenizer(job);
    std::printf("Wrote %s with %d pieces.\n", options.output.c_str(), options.vocabulary);
    return kExitDone;
  });
}

}  // namespace lacuna::app
