// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/base_file.h"

#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "engine/text/utf8.h"
#include "engine/weights/sha256.h"

namespace lacuna::engine {
namespace {

using Shape = std::vector<std::int64_t>;

// Larger than any llama, small enough that no product of two of them overflows anything.
constexpr std::int64_t kLargestSize = 1 << 22;

std::string shapeText(const Shape& shape) {
  std::string text;
  for (const std::int64_t size : shape) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text;
}

// Valid UTF-8 without control characters, of at most 200 bytes.
std::string presentable(std::string_view text) {
  constexpr std::size_t kMost = 200;
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = utf8Length(text);
    const bool control = length == 1 && (static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7F);
    if (shown.size() + length > kMost) break;
    shown += length == 0 || control ? std::string_view("?") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return shown;
}

std::string layerName(int index, const char* part) { return "blk." + std::to_string(index) + "." + part + ".weight"; }

// Every tensor of a llama, by name. The output is missing where it is tied, the factors nearly always.
std::map<std::string, Shape> expectedTensors(const LlamaConfig& config) {
  const std::int64_t width = config.width;
  const std::int64_t queries = std::int64_t{config.heads} * config.headSize;
  const std::int64_t keys = std::int64_t{config.keyHeads} * config.headSize;
  const std::int64_t inner = config.feedForward;
  std::map<std::string, Shape> expected = {
      {"token_embd.weight", {config.vocabulary, width}},
      {"output_norm.weight", {width}},
  };
  for (int i = 0; i < config.layers; ++i) {
    expected[layerName(i, "attn_norm")] = {width};
    expected[layerName(i, "attn_q")] = {queries, width};
    expected[layerName(i, "attn_k")] = {keys, width};
    expected[layerName(i, "attn_v")] = {keys, width};
    expected[layerName(i, "attn_output")] = {width, queries};
    expected[layerName(i, "ffn_norm")] = {width};
    expected[layerName(i, "ffn_gate")] = {inner, width};
    expected[layerName(i, "ffn_up")] = {inner, width};
    expected[layerName(i, "ffn_down")] = {width, inner};
  }
  return expected;
}

}  // namespace

torch::Tensor halfSplitRows(const torch::Tensor& rows, int heads, int ropeSize) {
  const std::int64_t headSize = rows.size(0) / heads;
  const std::int64_t in = rows.size(1);
  const torch::Tensor byHead = rows.view({heads, headSize, in});
  const torch::Tensor turned = byHead.slice(1, 0, ropeSize).reshape({heads, ropeSize / 2, 2, in}).transpose(1, 2);
  return torch::cat({turned.reshape({heads, ropeSize, in}), byHead.slice(1, ropeSize)}, 1).reshape({-1, in});
}

BaseFile::BaseFile(const std::string& path) : gguf_(path) { read(); }

BaseFile::BaseFile(std::string name, std::span<const std::byte> bytes) : gguf_(std::move(name), bytes) { read(); }

void BaseFile::read() {
  readConfig();
  checkTensors();
  readInfo();
}

std::string BaseFile::sha256() const { return lacuna::engine::sha256(gguf_.bytes()); }

int BaseFile::size(const char* key) const {
  const auto value = gguf_.whole(key);
  if (!value) gguf_.refuse("it does not say its \"" + std::string(key) + "\"");
  if (*value < 1 || *value > kLargestSize)
    gguf_.refuse("its \"" + std::string(key) + "\" is " + std::to_string(*value) + ", which cannot be");
  return static_cast<int>(*value);
}

void BaseFile::readConfig() {
  const std::string family = shownName(gguf_.text("general.architecture").value_or(""));
  if (family != "llama") {
    gguf_.refuse(family.empty() ? "it does not say its family (general.architecture)"
                                : "it is of the family \"" + family + "\", and only \"llama\" can be a base");
  }
  if (gguf_.whole("llama.expert_count").value_or(0) > 0)
    gguf_.refuse("it is a mixture of experts, and only a llama without them can be a base");
  const std::string scaling = shownName(gguf_.text("llama.rope.scaling.type").value_or("none"));
  if (scaling != "none")
    gguf_.refuse("its rotary positions are scaled (\"" + scaling + "\"), and only unscaled ones can be read");
  config_.layers = size("llama.block_count");
  config_.context = size("llama.context_length");
  config_.width = size("llama.embedding_length");
  config_.feedForward = size("llama.feed_forward_length");
  config_.heads = size("llama.attention.head_count");
  config_.keyHeads =
      gguf_.find("llama.attention.head_count_kv") ? size("llama.attention.head_count_kv") : config_.heads;
  config_.headSize =
      gguf_.find("llama.attention.key_length") ? size("llama.attention.key_length") : config_.width / config_.heads;
  if (config_.heads % config_.keyHeads != 0) gguf_.refuse("its key heads do not divide its query heads");
  if (!gguf_.find("llama.attention.key_length") && config_.width % config_.heads != 0)
    gguf_.refuse("its heads do not divide its width");
  if (gguf_.find("llama.attention.value_length") && size("llama.attention.value_length") != config_.headSize)
    gguf_.refuse("its keys and values differ in length");
  config_.ropeSize = gguf_.find("llama.rope.dimension_count") ? size("llama.rope.dimension_count") : config_.headSize;
  if (config_.ropeSize > config_.headSize || config_.ropeSize % 2 != 0)
    gguf_.refuse("its rotary embedding turns " + std::to_string(config_.ropeSize) + " dimensions of heads of " +
                 std::to_string(config_.headSize));
  config_.ropeBase = gguf_.number("llama.rope.freq_base").value_or(10000.0);
  if (!std::isfinite(config_.ropeBase) || config_.ropeBase <= 1.0)
    gguf_.refuse("its rotary base is not a number above 1");
  const auto epsilon = gguf_.number("llama.attention.layer_norm_rms_epsilon");
  if (!epsilon || !std::isfinite(*epsilon) || *epsilon < 0.0 || *epsilon > 0.1)
    gguf_.refuse("it has no usable \"llama.attention.layer_norm_rms_epsilon\"");
  config_.rmsEpsilon = *epsilon;
  const GgufTensor* const embedding = gguf_.findTensor("token_embd.weight");
  if (embedding == nullptr || embedding->shape.size() != 2 || embedding->shape[0] > kLargestSize)
    gguf_.refuse("it has no usable token embedding (token_embd.weight)");
  config_.vocabulary = static_cast<int>(embedding->shape[0]);
  config_.tied = gguf_.findTensor("output.weight") == nullptr;
}

void BaseFile::checkTensors() const {
  // Before anything is made for each of the layers that are claimed.
  if (static_cast<std::size_t>(config_.layers) * 9 > gguf_.tensors().size())
    gguf_.refuse("it claims " + std::to_string(config_.layers) + " layers and has no tensors for them");
  std::map<std::string, Shape> expected = expectedTensors(config_);
  const Shape factors = {config_.ropeSize / 2};
  if (!config_.tied) expected["output.weight"] = expected["token_embd.weight"];
  if (gguf_.findTensor("rope_freqs.weight") != nullptr) expected["rope_freqs.weight"] = factors;
  for (const GgufTensor& tensor : gguf_.tensors()) {
    const auto found = expected.find(tensor.name);
    if (found == expected.end())
      gguf_.refuse("it has the tensor \"" + shownName(tensor.name) + "\", which no llama that can be read has");
    if (tensor.shape != found->second) {
      gguf_.refuse("its tensor \"" + tensor.name + "\" is " + shapeText(tensor.shape) + " where " +
                   shapeText(found->second) + " belongs");
    }
    expected.erase(found);
  }
  if (!expected.empty()) gguf_.refuse("it lacks the tensor \"" + expected.begin()->first + "\"");
}

void BaseFile::readInfo() {
  const auto text = [&](const char* key) { return presentable(gguf_.text(key).value_or("")); };
  info_.path = gguf_.path();
  info_.name = text("general.name");
  info_.licence = text("general.license");
  info_.organization = text("general.organization");
  info_.size = text("general.size_label");
  info_.bytes = static_cast<std::int64_t>(gguf_.bytes().size());
  std::map<std::string, std::size_t> weights;
  for (const GgufTensor& tensor : gguf_.tensors()) {
    info_.parameters += static_cast<std::int64_t>(tensor.count);
    weights[tensor.type->name] += tensor.count;
  }
  std::size_t most = 0;
  for (const auto& [type, count] : weights) {
    if (count <= most) continue;
    most = count;
    info_.quantization = type;
  }
}

torch::Tensor BaseFile::weight(const std::string& name) const { return dequantize(*gguf_.findTensor(name)); }

LlamaLayer BaseFile::layer(int index) const {
  const auto part = [&](const char* name) { return weight(layerName(index, name)); };
  LlamaLayer layer;
  layer.attentionNorm_D = part("attn_norm");
  layer.query = halfSplitRows(part("attn_q"), config_.heads, config_.ropeSize);
  layer.key = halfSplitRows(part("attn_k"), config_.keyHeads, config_.ropeSize);
  layer.value = part("attn_v");
  layer.output = part("attn_output");
  layer.feedForwardNorm_D = part("ffn_norm");
  layer.gate_FD = part("ffn_gate");
  layer.up_FD = part("ffn_up");
  layer.down_DF = part("ffn_down");
  return layer;
}

torch::Tensor BaseFile::embedding() const { return weight("token_embd.weight"); }

torch::Tensor BaseFile::norm() const { return weight("output_norm.weight"); }

torch::Tensor BaseFile::output() const { return weight(config_.tied ? "token_embd.weight" : "output.weight"); }

torch::Tensor BaseFile::ropeFactors() const {
  return gguf_.findTensor("rope_freqs.weight") == nullptr ? torch::Tensor() : weight("rope_freqs.weight");
}

}  // namespace lacuna::engine
