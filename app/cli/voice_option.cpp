// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/voice_option.h"

#include <charconv>

#include "app/cli/infill_request.h"

namespace lacuna::app {
namespace {

constexpr float kLargestShare = 1.5F;

}  // namespace

std::vector<engine::VoiceBlend> voiceBlends(const std::vector<std::string>& options) {
  if (options.size() > engine::kMostVoices)
    throw BadUsage("At most " + std::to_string(engine::kMostVoices) + " voices speak at once.");
  std::vector<engine::VoiceBlend> voices;
  for (const std::string& option : options) {
    engine::VoiceBlend voice{option};
    const std::size_t colon = option.rfind(':');
    if (colon != std::string::npos && colon > 0) {
      float share = 0;
      const char* const end = option.data() + option.size();
      const auto [stop, error] = std::from_chars(option.data() + colon + 1, end, share);
      if (error == std::errc() && stop == end) {
        if (!(share >= 0 && share <= kLargestShare)) throw BadUsage("--voice " + option + ": a share is 0 to 1.5.");
        voice = {option.substr(0, colon), share};
      }
    }
    voices.push_back(std::move(voice));
  }
  return voices;
}

}  // namespace lacuna::app
