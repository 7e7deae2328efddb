// SPDX-License-Identifier: GPL-3.0-or-later
// GGUF files for tests, so that none needs a download: a writer of the format, and a small llama of random weights with
// a byte-level BPE of some English words.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/weights/gguf.h"

namespace lacuna::engine::testing {

// Writes what it is told, sense or nonsense. Tensors and values stand in the order in which they were added.
class GgufWriter {
 public:
  std::uint32_t version = 3;
  std::uint64_t alignment = 32;  // as the data is laid out; the entry general.alignment is the caller's

  template <typename Number>
  void add(const std::string& key, GgufKind kind, Number number) {
    put(key, static_cast<std::uint32_t>(kind), raw(number));
  }
  void addText(const std::string& key, const std::string& text) {
    put(key, static_cast<std::uint32_t>(GgufKind::kText), text64(text));
  }
  void addTexts(const std::string& key, const std::vector<std::string>& texts) {
    std::string value = raw(static_cast<std::uint32_t>(GgufKind::kText)) + raw(std::uint64_t{texts.size()});
    for (const std::string& text : texts) value += text64(text);
    put(key, static_cast<std::uint32_t>(GgufKind::kArray), value);
  }
  void addWholes(const std::string& key, const std::vector<std::int32_t>& numbers) {
    std::string value = raw(static_cast<std::uint32_t>(GgufKind::kInt32)) + raw(std::uint64_t{numbers.size()});
    for (const std::int32_t number : numbers) value += raw(number);
    put(key, static_cast<std::uint32_t>(GgufKind::kArray), value);
  }
  void addFloats(const std::string& key, const std::vector<float>& numbers) {
    std::string value = raw(static_cast<std::uint32_t>(GgufKind::kFloat32)) + raw(std::uint64_t{numbers.size()});
    for (const float number : numbers) value += raw(number);
    put(key, static_cast<std::uint32_t>(GgufKind::kArray), value);
  }
  // shape: rows first, as LibTorch has it. data: as the type lays it out.
  void addTensor(const std::string& name, const std::vector<std::int64_t>& shape, std::uint32_t type,
                 const std::string& data) {
    offset_ = (offset_ + alignment - 1) / alignment * alignment;
    std::string entry = text64(name) + raw(static_cast<std::uint32_t>(shape.size()));
    for (std::size_t i = shape.size(); i > 0; --i) entry += raw(static_cast<std::uint64_t>(shape[i - 1]));
    tensors_ += entry + raw(type) + raw(offset_);
    ++tensorCount_;
    data_.resize(offset_, '\0');
    data_ += data;
    offset_ = data_.size();
  }
  void addTensor(const std::string& name, const torch::Tensor& tensor) {
    const torch::Tensor values = tensor.to(torch::kFloat32).contiguous();
    addTensor(name, values.sizes().vec(), 0, std::string(static_cast<const char*>(values.data_ptr()), values.nbytes()));
  }

  std::string bytes() const {
    std::string file = "GGUF" + raw(version) + raw(tensorCount_) + raw(valueCount_) + values_ + tensors_;
    file.resize((file.size() + alignment - 1) / alignment * alignment, '\0');
    return file + data_;
  }

  template <typename Number>
  static std::string raw(Number number) {
    std::string bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
  }
  static std::string text64(const std::string& text) { return raw(std::uint64_t{text.size()}) + text; }

 private:
  void put(const std::string& key, std::uint32_t kind, const std::string& value) {
    values_ += text64(key) + raw(kind) + value;
    ++valueCount_;
  }

  std::string values_;
  std::string tensors_;
  std::string data_;
  std::uint64_t valueCount_ = 0;
  std::uint64_t tensorCount_ = 0;
  std::uint64_t offset_ = 0;
};

// A vocabulary as GGUF has it.
struct MadeUpVocabulary {
  std::vector<std::string> tokens;
  std::vector<std::int32_t> types;  // 1 normal, 3 control
  std::vector<std::string> merges;
};

// A byte as GPT-2 writes it.
inline std::string writtenByte(int byte) {
  int point = byte;
  if (!((byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174)) {
    point = byte < 33 ? 256 + byte : byte < 161 ? 256 + 33 + (byte - 127) : 256 + 33 + 34;
  }
  if (point < 128) return std::string(1, static_cast<char>(point));
  return {static_cast<char>(0xC0 | (point >> 6)), static_cast<char>(0x80 | (point & 0x3F))};
}

// Three control tokens, the bytes without 0x04 and 0xFF (as vocabularies in use lack some), and what builds these words
// from the left, a byte a merge.
inline MadeUpVocabulary madeUpVocabulary() {
  MadeUpVocabulary made;
  std::set<std::string> known;
  const auto token = [&](const std::string& text, int type) {
    if (!known.insert(text).second) return;
    made.tokens.push_back(text);
    made.types.push_back(type);
  };
  for (const char* const control : {"<|endoftext|>", "<|im_start|>", "<|im_end|>"}) token(control, 3);
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != 0x04 && byte != 0xFF) token(writtenByte(byte), 1);
  }
  std::set<std::string> merged;
  for (const char* const word :
       {" the",  " and", " of", " to",  " was", " she", " he",  " her",  " in",   " that", " it",    " had",
        " with", " not", " at", " on",  " for", " as",  " you", " said", " from", " door", " water", " looked",
        "ing",   "ed",   "er",  "es",   "The",  "She",  "He",   "It",    "But",   "And",   "’s",     "”",
        "“",     "—",    "…",   "\n\n", "  ",   "    ", "aa",   "aaaa",  "ab",    "ba"}) {
    std::string left;
    for (const char letter : std::string(word)) {
      const std::string right = writtenByte(static_cast<unsigned char>(letter));
      if (!left.empty() && merged.insert(left + right).second) {
        made.merges.push_back(left + " " + right);
        token(left + right, 1);
      }
      left += right;
    }
  }
  // Built from the right: a joined pair is then joined to what stands before it.
  for (const char* const word : {"ought", " where", "zqx"}) {
    std::string right;
    for (std::size_t i = std::string_view(word).size(); i > 0; --i) {
      const std::string left = writtenByte(static_cast<unsigned char>(word[i - 1]));
      if (!right.empty() && merged.insert(left + right).second) {
        made.merges.push_back(left + " " + right);
        token(left + right, 1);
      }
      right = left + right;
    }
  }
  return made;
}

struct MadeUpBaseOptions {
  int layers = 2;
  int width = 32;
  int heads = 4;
  int keyHeads = 2;
  int headSize = 8;
  int feedForward = 64;
  int context = 256;
  float ropeBase = 10000.0F;
  bool tied = true;
  std::string rule = "smollm";
  std::string family = "llama";
  std::string name = "Made up";
  unsigned seed = 1;
};

// rows: [heads * E, in] in Hugging Face's order, put into GGUF's, where a head's neighbours turn together.
inline torch::Tensor interleavedRows(const torch::Tensor& rows, int heads) {
  const std::int64_t size = rows.size(0) / heads;
  return rows.view({heads, 2, size / 2, rows.size(1)}).transpose(1, 2).reshape(rows.sizes()).contiguous();
}

// Weights by name as BaseFile gives them: queries and keys half-split.
using MadeUpWeights = std::map<std::string, torch::Tensor>;

inline MadeUpWeights madeUpWeights(const MadeUpBaseOptions& options, int vocabulary) {
  std::mt19937 source(options.seed);
  std::normal_distribution<float> normal;
  const auto matrix = [&](std::int64_t rows, std::int64_t columns) {
    torch::Tensor made = torch::empty({rows, columns}, torch::kFloat32);
    auto* values = made.data_ptr<float>();
    const float scale = 1.0F / std::sqrt(static_cast<float>(columns));
    for (std::int64_t i = 0; i < made.numel(); ++i) values[i] = normal(source) * scale;
    return made;
  };
  const auto norm = [&] { return matrix(1, options.width).view(-1) * 0.5F + 1.0F; };
  const std::int64_t queries = std::int64_t{options.heads} * options.headSize;
  const std::int64_t keys = std::int64_t{options.keyHeads} * options.headSize;
  MadeUpWeights weights;
  weights["token_embd.weight"] = matrix(vocabulary, options.width);
  weights["output_norm.weight"] = norm();
  if (!options.tied) weights["output.weight"] = matrix(vocabulary, options.width);
  for (int i = 0; i < options.layers; ++i) {
    const std::string layer = "blk." + std::to_string(i) + ".";
    weights[layer + "attn_norm.weight"] = norm();
    weights[layer + "attn_q.weight"] = matrix(queries, options.width);
    weights[layer + "attn_k.weight"] = matrix(keys, options.width);
    weights[layer + "attn_v.weight"] = matrix(keys, options.width);
    weights[layer + "attn_output.weight"] = matrix(options.width, queries);
    weights[layer + "ffn_norm.weight"] = norm();
    weights[layer + "ffn_gate.weight"] = matrix(options.feedForward, options.width);
    weights[layer + "ffn_up.weight"] = matrix(options.feedForward, options.width);
    weights[layer + "ffn_down.weight"] = matrix(options.width, options.feedForward);
  }
  return weights;
}

// The base that ./dev fetches, where it is; else empty.
inline std::string realBase() {
  const auto environment = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  std::string cache = environment("XDG_CACHE_HOME");
  if (cache.empty()) cache = environment("HOME") + "/.cache";
  std::string path = environment("LACUNA_BASE");
  if (path.empty()) path = cache + "/lacuna/models/SmolLM2-135M-Instruct.Q4_1.gguf";
  return std::filesystem::exists(path) ? path : std::string();
}

// The metadata of a base, without its tensors.
inline GgufWriter madeUpHead(const MadeUpBaseOptions& options) {
  GgufWriter writer;
  const auto size = [&](const std::string& key, int value) {
    writer.add(options.family + "." + key, GgufKind::kUint32, static_cast<std::uint32_t>(value));
  };
  writer.addText("general.architecture", options.family);
  writer.addText("general.name", options.name);
  writer.addText("general.license", "apache-2.0");
  size("block_count", options.layers);
  size("context_length", options.context);
  size("embedding_length", options.width);
  size("feed_forward_length", options.feedForward);
  size("attention.head_count", options.heads);
  size("attention.head_count_kv", options.keyHeads);
  if (options.headSize * options.heads != options.width) {
    size("attention.key_length", options.headSize);
    size("attention.value_length", options.headSize);
  }
  size("rope.dimension_count", options.headSize);
  writer.add(options.family + ".rope.freq_base", GgufKind::kFloat32, options.ropeBase);
  writer.add(options.family + ".attention.layer_norm_rms_epsilon", GgufKind::kFloat32, 1e-5F);
  const MadeUpVocabulary vocabulary = madeUpVocabulary();
  writer.addText("tokenizer.ggml.model", "gpt2");
  writer.addText("tokenizer.ggml.pre", options.rule);
  writer.addTexts("tokenizer.ggml.tokens", vocabulary.tokens);
  writer.addWholes("tokenizer.ggml.token_type", vocabulary.types);
  writer.addTexts("tokenizer.ggml.merges", vocabulary.merges);
  writer.add("tokenizer.ggml.bos_token_id", GgufKind::kUint32, std::uint32_t{1});
  writer.add("tokenizer.ggml.eos_token_id", GgufKind::kUint32, std::uint32_t{2});
  writer.add("tokenizer.ggml.unknown_token_id", GgufKind::kUint32, std::uint32_t{0});
  return writer;
}

// The file of a whole base, in float32. weights: what madeUpWeights gave, or a change of it.
inline std::string madeUpBase(const MadeUpBaseOptions& options, const MadeUpWeights& weights) {
  GgufWriter writer = madeUpHead(options);
  for (const auto& [name, tensor] : weights) {
    const bool query = name.find("attn_q.weight") != std::string::npos;
    const bool key = name.find("attn_k.weight") != std::string::npos;
    writer.addTensor(name, query || key ? interleavedRows(tensor, query ? options.heads : options.keyHeads) : tensor);
  }
  return writer.bytes();
}

inline std::string madeUpBase(const MadeUpBaseOptions& options = {}) {
  return madeUpBase(options, madeUpWeights(options, static_cast<int>(madeUpVocabulary().tokens.size())));
}

}  // namespace lacuna::engine::testing
