// SPDX-License-Identifier: GPL-3.0-or-later
// The one type that the engine throws: what() is a sentence for a person.
#pragma once

#include <stdexcept>
#include <string>

namespace lacuna::engine {

enum class ErrorCode {
  kInvalidInput,   // a request or a text that cannot be used
  kInvalidConfig,  // a configuration file or an option out of range
  kBadModel,       // weights, config or tokenizer that fail their checks
  kIo,             // a file or a folder that cannot be read or written
  kOutOfMemory,
  kCancelled,  // the cancel flag was set
  kInternal,
};

class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

}  // namespace lacuna::engine
