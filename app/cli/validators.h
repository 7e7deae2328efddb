// SPDX-License-Identifier: GPL-3.0-or-later
// What arguments of the command line have to be, each told in words.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>
#include <string>

namespace lacuna::app {

// The parser's library would let "-1" wrap around.
inline const CLI::Validator kWholeNumber{
    [](std::string& word) {
      const bool well = !word.empty() && word.size() < 20 && word.find_first_not_of("0123456789") == std::string::npos;
      return well ? std::string() : "takes a whole number from 0, not \"" + word + "\"";
    },
    "", "whole number"};

// Of a file or a folder.
inline const CLI::Validator kName{[](std::string& word) {
                                    return word.empty() ? std::string("takes a name, and an empty one was given")
                                                        : std::string();
                                  },
                                  "", "name"};

// The parser's own range lets NaN through, which is within every one.
inline CLI::Validator between(double low, double high) {
  return {[low, high](std::string& word) {
            char* end = nullptr;
            const double value = std::strtod(word.c_str(), &end);
            const bool whole = !word.empty() && *end == '\0';
            if (whole && value >= low && value <= high) return std::string();
            std::ostringstream sentence;
            sentence << "takes a number from " << low << " to " << high << ", not \"" << word << "\"";
            return sentence.str();
          },
          "", "range"};
}

}  // namespace lacuna::app
