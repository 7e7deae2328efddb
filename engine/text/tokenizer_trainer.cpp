// SPDX-License-Identifier: GPL-3.0-or-later
#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

#include <filesystem>
#include <fstream>

#include "engine/session.h"
#include "engine/text/corpus.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

void trainTokenizer(const std::string& folder, const std::string& output, int vocabulary) {
  if (vocabulary < 512 || vocabulary > 65000) {
    throw Error(ErrorCode::kInvalidConfig, "A vocabulary of " + std::to_string(vocabulary) +
                                               " is out of range; choose between 512 and 65000.");
  }
  std::string inputs;
  for (const Book& book : findBooks(folder)) inputs += (inputs.empty() ? "" : ",") + book.path;
  const std::string draft = output + ".part";
  const std::unordered_map<std::string, std::string> options = {
      {"input", inputs},
      {"model_prefix", draft},
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
      {"minloglevel", "1"},
  };
  sentencepiece::SetRandomGeneratorSeed(1);  // the same books give the same model
  const auto status = sentencepiece::SentencePieceTrainer::Train(options);
  if (!status.ok()) throw Error(ErrorCode::kIo, "The tokenizer could not be trained: " + status.ToString() + ".");
  std::error_code failed;
  std::filesystem::rename(draft + ".model", output, failed);
  std::filesystem::remove(draft + ".vocab");
  if (failed) throw Error(ErrorCode::kIo, "The tokenizer could not be written to " + output + ": " + failed.message() + ".");
}

}  // namespace lacuna::engine
