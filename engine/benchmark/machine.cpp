// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/machine.h"

#include <ATen/Parallel.h>
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <vector>

namespace lacuna::engine {
namespace {

// The rest of the first line that begins with `field`, without what separates them; empty when there is none.
std::string fieldOf(const char* path, const std::string& field) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(field, 0) != 0) continue;
    const std::size_t at = line.find_first_not_of(" \t:", field.size());
    return at == std::string::npos ? std::string() : line.substr(at);
  }
  return {};
}

std::int64_t kibibytes(const std::string& field) {
  const std::string value = fieldOf("/proc/self/status", field);
  return value.empty() ? 0 : std::stoll(value) * 1024;
}

bool oneThread() { return at::get_num_threads() == 1; }

double secondsNow() {
  if (!oneThread()) return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

std::string cpuName() {
  const std::string name = fieldOf("/proc/cpuinfo", "model name");
  return name.empty() ? "unknown CPU" : name;
}

std::int64_t residentBytes() { return kibibytes("VmRSS"); }

std::int64_t peakResidentBytes() { return kibibytes("VmHWM"); }

void resetPeakMemory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  std::ofstream("/proc/self/clear_refs") << "5";
}

std::string clockName() { return oneThread() ? "processor time of the one thread" : "wall clock"; }

Timing timeRuns(const std::function<void()>& work, const TimingOptions& options) {
  std::vector<double> seconds;
  double spent = 0;
  for (int run = 0; run <= options.repetitions; ++run) {
    if (options.cancel != nullptr && options.cancel->load())
      throw Error(ErrorCode::kCancelled, "Stopped before everything was measured.");
    const double start = secondsNow();
    work();
    const double taken = secondsNow() - start;
    spent += taken;
    if (run > 0 || taken > options.seconds / 5) seconds.push_back(taken * 1000);
    if (spent > options.seconds && !seconds.empty()) break;
    if (static_cast<int>(seconds.size()) == options.repetitions) break;
  }
  std::sort(seconds.begin(), seconds.end());
  const std::size_t middle = seconds.size() / 2;
  const double median = seconds.size() % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
  return {median, seconds.front(), static_cast<int>(seconds.size())};
}

}  // namespace lacuna::engine
