// SPDX-License-Identifier: GPL-3.0-or-later
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/session.h"
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
  sentencepiece::SetRandomGeneratorSeed(1);  // the same books give the same model
  Lines lines(findBooks(folder));
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(options, &lines, &model);
  if (!status.ok()) throw Error(ErrorCode::kIo, "The tokenizer could not be trained: " + status.ToString() + ".");
  const std::string draft = output + ".part";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file.write(model.data(), static_cast<std::streamsize>(model.size()));
  std::error_code failed;
  if (file.flush()) std::filesystem::rename(draft, output, failed);
  if (!file || failed) throw Error(ErrorCode::kIo, "The tokenizer could not be written to " + output + ".");
}

}  // namespace lacuna::engine
