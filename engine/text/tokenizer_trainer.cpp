// SPDX-License-Identifier: GPL-3.0-or-later
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <algorithm>
#include <sstream>

#include "engine/file_access.h"
#include "engine/text/corpus.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {
namespace {

// Hands the books over line by line, so that no path of theirs ends up inside the model.
class Lines : public sentencepiece::SentenceIterator {
 public:
  explicit Lines(std::vector<Book> books) : books_(std::move(books)) { Next(); }

  bool done() const override { return done_; }
  void Next() override {
    do {
      while (!std::getline(book_, line_)) {
        if (next_ == books_.size()) {
          done_ = true;
          return;
        }
        book_ = std::istringstream(readText(books_[next_++].path));
      }
    } while (line_.empty());
  }
  const std::string& value() const override { return line_; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  std::vector<Book> books_;
  std::size_t next_ = 0;
  std::istringstream book_;
  std::string line_;
  bool done_ = false;
};

// SentencePiece speaks of its own source files and of its own options.
[[noreturn]] void refuse(const std::string& why, int vocabulary) {
  if (why.find("ocabulary size") != std::string::npos || why.find("vocab_size") != std::string::npos) {
    // "... Please set it to a value <= 1234."
    const std::size_t limit = why.find("<= ");
    const std::string most = limit == std::string::npos
                                 ? ""
                                 : why.substr(limit + 3, why.find_first_not_of("0123456789", limit + 3) - limit - 3);
    throw Error(ErrorCode::kInvalidInput, "The texts do not hold enough different words for a vocabulary of " +
                                              std::to_string(vocabulary) + " pieces: choose " +
                                              (most.empty() ? "a smaller one" : most + " or fewer") +
                                              ", or give more text.");
  }
  throw Error(
      ErrorCode::kInvalidInput,
      "No tokenizer could be learned from these texts: give more of them, with lines of fewer than 16384 bytes.");
}

}  // namespace

void trainTokenizer(const std::string& folder, const std::string& output, int vocabulary) {
  if (vocabulary < 300 || vocabulary > 65000) {
    throw Error(ErrorCode::kInvalidConfig,
                "A vocabulary of " + std::to_string(vocabulary) + " is out of range; choose between 300 and 65000.");
  }
  const std::unordered_map<std::string, std::string> options = {
      {"model_type", "bpe"},
      {"vocab_size", std::to_string(vocabulary)},
      {"byte_fallback", "true"},
      {"normalization_rule_name", "identity"},
      {"remove_extra_whitespaces", "false"},
      {"add_dummy_prefix", "false"},
      {"character_coverage", "0.9999"},
      {"user_defined_symbols", "\n"},
      {"control_symbols", "<doc>,<gap>,<expand>,<delete>"},
      {"unk_id", "0"},
      {"bos_id", "-1"},
      {"eos_id", "-1"},
      {"pad_id", "-1"},
      {"input_sentence_size", "300000"},
      {"shuffle_input_sentence", "true"},
      {"max_sentence_length", "16384"},
      {"num_threads", "2"},
      {"minloglevel", "2"},
  };
  withFiles(ErrorCode::kIo, [&] { files::checkOutput(output); });
  sentencepiece::SetRandomGeneratorSeed(1);  // the same books give the same model
  const std::vector<Book> books = findBooks(folder);
  if (std::all_of(books.begin(), books.end(), [](const Book& book) { return readText(book.path).empty(); }))
    throw Error(ErrorCode::kInvalidInput,
                "The .txt files in " + folder + " are empty: there is nothing to learn from.");
  Lines lines(books);
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(options, &lines, &model);
  if (!status.ok()) refuse(status.ToString(), vocabulary);
  writeOutput(output, model);
}

}  // namespace lacuna::engine
