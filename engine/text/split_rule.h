// SPDX-License-Identifier: GPL-3.0-or-later
// How a byte-level BPE cuts a text into the pieces (about words) within which it merges. The rules are those of the
// models themselves, as regular expressions; GGUF names them in tokenizer.ggml.pre.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::engine {

class SplitRule {
 public:
  // smollm, gpt-2, llama-bpe or qwen2; nothing for another name.
  static std::unique_ptr<SplitRule> find(std::string_view name);
  ~SplitRule();
  SplitRule(const SplitRule&) = delete;
  SplitRule& operator=(const SplitRule&) = delete;

  // The pieces of a text that is valid UTF-8, in order, without a hole. In time near-linear in its length.
  std::vector<std::string_view> split(std::string_view text) const;

  // As Tokenizer::firstCut, of any bytes.
  std::size_t firstCut(std::string_view text) const;

  // True where a piece that is a token as a whole is that token, whatever the merges would make of it.
  bool wholeFirst() const;

 private:
  struct Expressions;
  explicit SplitRule(std::unique_ptr<Expressions> expressions);
  std::unique_ptr<Expressions> expressions_;
};

}  // namespace lacuna::engine
