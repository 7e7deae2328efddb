// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/parameters.h"

#include <map>
#include <sstream>

#include "engine/error.h"

namespace lacuna::engine {

std::int64_t countParameters(const Parameters& parameters) {
  std::int64_t count = 0;
  for (const Parameter& parameter : parameters) {
    if (parameter.kind != ParameterKind::kBuffer) count += parameter.tensor.numel();
  }
  return count;
}

void copyParameters(const std::vector<std::pair<std::string, torch::Tensor>>& from, Parameters* to,
                    const std::string& where) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::kBadModel, "The weights in " + where + " do not fit their configuration: " + why + ".");
  };
  std::map<std::string, torch::Tensor> found(from.begin(), from.end());
  const torch::NoGradGuard noGrad;
  for (Parameter& parameter : *to) {
    const auto entry = found.find(parameter.name);
    if (entry == found.end()) refuse("\"" + parameter.name + "\" is missing");
    if (entry->second.sizes() != parameter.tensor.sizes()) {
      std::ostringstream shapes;
      shapes << entry->second.sizes() << " where " << parameter.tensor.sizes() << " is due";
      refuse("\"" + parameter.name + "\" has the shape " + shapes.str());
    }
    if (!entry->second.is_floating_point()) refuse("\"" + parameter.name + "\" does not hold floating-point numbers");
    parameter.tensor.copy_(entry->second);
    found.erase(entry);
  }
  if (!found.empty()) refuse("\"" + found.begin()->first + "\" is unknown");
  for (const Parameter& parameter : *to) {
    if (!parameter.tensor.isfinite().all().item<bool>()) refuse("\"" + parameter.name + "\" holds NaN or infinity");
  }
}

}  // namespace lacuna::engine
