// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/gguf.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/error.h"
#include "engine/weights/little_endian.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kLongestName = 256;  // of a key or a tensor; ggml has 64
constexpr std::uint64_t kLargestAlignment = 1U << 16U;
constexpr std::uint64_t kDefaultAlignment = 32;

// Bytes of a number of that kind; 0 for texts and arrays.
std::size_t sizeOf(GgufKind kind) {
  switch (kind) {
    case GgufKind::kUint8:
    case GgufKind::kInt8:
    case GgufKind::kBool:
      return 1;
    case GgufKind::kUint16:
    case GgufKind::kInt16:
      return 2;
    case GgufKind::kUint32:
    case GgufKind::kInt32:
    case GgufKind::kFloat32:
      return 4;
    case GgufKind::kUint64:
    case GgufKind::kInt64:
    case GgufKind::kFloat64:
      return 8;
    case GgufKind::kText:
    case GgufKind::kArray:
      return 0;
  }
  return 0;
}

bool isWhole(GgufKind kind) {
  return kind != GgufKind::kFloat32 && kind != GgufKind::kFloat64 && kind != GgufKind::kBool && sizeOf(kind) != 0;
}

// Nothing for a uint64 beyond int64.
std::optional<std::int64_t> wholeAt(GgufKind kind, const std::byte* at) {
  switch (kind) {
    case GgufKind::kUint8:
      return loadNumber<std::uint8_t>(at);
    case GgufKind::kInt8:
      return loadNumber<std::int8_t>(at);
    case GgufKind::kUint16:
      return loadNumber<std::uint16_t>(at);
    case GgufKind::kInt16:
      return loadNumber<std::int16_t>(at);
    case GgufKind::kUint32:
      return loadNumber<std::uint32_t>(at);
    case GgufKind::kInt32:
      return loadNumber<std::int32_t>(at);
    case GgufKind::kInt64:
      return loadNumber<std::int64_t>(at);
    case GgufKind::kUint64: {
      const auto value = loadNumber<std::uint64_t>(at);
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
      return static_cast<std::int64_t>(value);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string shownName(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string shown;
  for (const char letter : text.substr(0, kMost)) shown += letter >= ' ' && letter <= '~' ? letter : '?';
  return text.size() > kMost ? shown + "..." : shown;
}

// Walks over the bytes; whatever it takes lies within them.
class GgufFile::Parser {
 public:
  explicit Parser(GgufFile* file) : file_(*file), bytes_(file->bytes_) {}

  void parse() {
    if (bytes_.size() < 4 || std::memcmp(bytes_.data(), "GGUF", 4) != 0) file_.refuse("it is not a GGUF file");
    at_ = 4;
    file_.version_ = number<std::uint32_t>("the version");
    if (file_.version_ == 2U << 24U || file_.version_ == 3U << 24U)
      file_.refuse("it is written for big-endian processors; get the usual, little-endian one");
    if (file_.version_ != 2 && file_.version_ != 3) {
      file_.refuse("it is GGUF version " + std::to_string(file_.version_) + ", and only versions 2 and 3 can be read");
    }
    const auto tensors = number<std::uint64_t>("the number of tensors");
    const auto values = number<std::uint64_t>("the number of metadata entries");
    // An entry takes 13 bytes at least (the length of its name, a type, a byte), a tensor 32.
    checkCount(values, 13, "metadata entries");
    for (std::uint64_t i = 0; i < values; ++i) readValue();
    checkCount(tensors, 32, "tensors");
    file_.tensors_.reserve(tensors);
    offsets_.reserve(tensors);
    for (std::uint64_t i = 0; i < tensors; ++i) readTensor();
    placeTensors();
  }

 private:
  std::uint64_t left() const { return bytes_.size() - at_; }

  std::span<const std::byte> take(std::uint64_t count, const std::string& what) {
    if (count > left()) file_.refuse("it ends within " + what + ", so it is truncated or damaged");
    const auto taken = bytes_.subspan(at_, count);
    at_ += count;
    return taken;
  }

  template <typename Number>
  Number number(const std::string& what) {
    return loadNumber<Number>(take(sizeof(Number), what).data());
  }

  void checkCount(std::uint64_t count, std::uint64_t bytesEach, const std::string& what) {
    if (count > left() / bytesEach)
      file_.refuse("it claims " + std::to_string(count) + " " + what + ", more than its size can hold");
  }

  std::string_view text(const std::string& what) {
    const auto bytes = take(number<std::uint64_t>("the length of " + what), what);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  std::string name(const std::string& what) {
    const std::string_view found = text(what);
    if (found.empty() || found.size() > kLongestName) {
      file_.refuse(what + " is " + std::to_string(found.size()) + " bytes long, which cannot be");
    }
    return std::string(found);
  }

  GgufKind kind(const std::string& key) {
    const auto kind = number<std::uint32_t>("the kind of \"" + shownName(key) + "\"");
    if (kind > static_cast<std::uint32_t>(GgufKind::kFloat64))
      file_.refuse("\"" + shownName(key) + "\" is of the unknown kind " + std::to_string(kind));
    return static_cast<GgufKind>(kind);
  }

  void readValue() {
    const std::string key = name("the name of a metadata entry");
    const std::string what = "\"" + shownName(key) + "\"";
    GgufValue value;
    value.kind = kind(key);
    if (value.kind == GgufKind::kArray) {
      value.array = true;
      value.kind = kind(key);
      if (value.kind == GgufKind::kArray) file_.refuse(what + " is an array of arrays, which cannot be read");
      const auto count = number<std::uint64_t>("the number of elements of " + what);
      const std::uint64_t each = value.kind == GgufKind::kText ? 8 : sizeOf(value.kind);
      checkCount(count, each, "elements of " + what);
      value.count = count;
    }
    if (value.kind == GgufKind::kText) {
      value.texts.reserve(value.count);
      for (std::size_t i = 0; i < value.count; ++i) value.texts.push_back(text(what));
    } else {
      value.numbers = take(value.count * sizeOf(value.kind), what);
    }
    if (!file_.values_.emplace(key, std::move(value)).second) file_.refuse("it has the entry " + what + " twice");
  }

  void readTensor() {
    GgufTensor tensor;
    tensor.name = name("the name of a tensor");
    const std::string what = "the tensor \"" + shownName(tensor.name) + "\"";
    const auto dimensions = number<std::uint32_t>("the shape of " + what);
    if (dimensions < 1 || dimensions > 4)
      file_.refuse(what + " claims " + std::to_string(dimensions) + " dimensions; 1 to 4 can be");
    std::uint64_t count = 1;
    for (std::uint32_t i = 0; i < dimensions; ++i) {
      const auto size = number<std::uint64_t>("the shape of " + what);
      // No type packs more than 256 weights into 144 bytes; with that, no product below overflows.
      if (size == 0 || size > 2 * bytes_.size() || count > 2 * bytes_.size() / size)
        file_.refuse(what + " claims a size that is empty or larger than the file");
      count *= size;
      tensor.shape.insert(tensor.shape.begin(), static_cast<std::int64_t>(size));
    }
    tensor.count = count;
    const auto type = number<std::uint32_t>("the type of " + what);
    tensor.type = findGgufTensorType(type);
    if (tensor.type == nullptr) {
      file_.refuse(what + " is of type " + ggufTensorTypeName(type) +
                   "; F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K and Q6_K can be read");
    }
    if (static_cast<std::uint64_t>(tensor.shape.back()) % tensor.type->weights != 0) {
      file_.refuse(what + " has rows of " + std::to_string(tensor.shape.back()) + " weights, which the type " +
                   tensor.type->name + " cannot hold");
    }
    offsets_.push_back(number<std::uint64_t>("the offset of " + what));
    if (!file_.names_.emplace(tensor.name, file_.tensors_.size()).second) file_.refuse("it has " + what + " twice");
    file_.tensors_.push_back(std::move(tensor));
  }

  void placeTensors() {
    const std::int64_t alignment =
        file_.whole("general.alignment").value_or(static_cast<std::int64_t>(kDefaultAlignment));
    if (alignment < 1 || alignment > static_cast<std::int64_t>(kLargestAlignment) ||
        !std::has_single_bit(static_cast<std::uint64_t>(alignment))) {
      file_.refuse("it claims an alignment of " + std::to_string(alignment) + ", which is no power of two up to 65536");
    }
    const auto align = static_cast<std::uint64_t>(alignment);
    const std::uint64_t start = (at_ + align - 1) / align * align;
    const std::uint64_t room = start > bytes_.size() ? 0 : bytes_.size() - start;
    for (std::size_t i = 0; i < offsets_.size(); ++i) {
      GgufTensor& tensor = file_.tensors_[i];
      const std::string what = "the tensor \"" + shownName(tensor.name) + "\"";
      const std::uint64_t size = tensor.count / tensor.type->weights * tensor.type->bytes;
      if (offsets_[i] % align != 0) file_.refuse(what + " begins at an offset that is not aligned");
      if (offsets_[i] > room || size > room - offsets_[i])
        file_.refuse(what + " lies beyond the end of the file, which is truncated or damaged");
      tensor.data = bytes_.subspan(start + offsets_[i], size);
    }
    std::vector<const GgufTensor*> order;
    for (const GgufTensor& tensor : file_.tensors_) order.push_back(&tensor);
    std::sort(order.begin(), order.end(),
              [](const GgufTensor* a, const GgufTensor* b) { return a->data.data() < b->data.data(); });
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (order[i - 1]->data.data() + order[i - 1]->data.size() > order[i]->data.data()) {
        file_.refuse("the tensors \"" + shownName(order[i - 1]->name) + "\" and \"" + shownName(order[i]->name) +
                     "\" overlap");
      }
    }
  }

  GgufFile& file_;
  std::span<const std::byte> bytes_;
  std::uint64_t at_ = 0;
  std::vector<std::uint64_t> offsets_;  // of the tensors, from the start of the data
};

GgufFile::GgufFile(const std::string& path)
    : path_(path), file_(std::make_unique<MappedFile>(path)), bytes_(file_->bytes()) {
  parse();
}

GgufFile::GgufFile(std::string name, std::span<const std::byte> bytes) : path_(std::move(name)), bytes_(bytes) {
  parse();
}

void GgufFile::parse() { Parser(this).parse(); }

void GgufFile::refuse(const std::string& why) const {
  throw Error(ErrorCode::kBadModel, "The model file " + path_ + " cannot be used: " + why + ".");
}

const GgufValue* GgufFile::find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

const GgufTensor* GgufFile::findTensor(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &tensors_[found->second];
}

const GgufValue* GgufFile::findKind(std::string_view key, bool array, const char* wanted) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return nullptr;
  const std::string_view kinds = wanted;
  const bool fits =
      value->array == array &&
      ((kinds == "text" && value->kind == GgufKind::kText) || (kinds == "whole number" && isWhole(value->kind)) ||
       (kinds == "number" && value->kind != GgufKind::kBool && sizeOf(value->kind) != 0) ||
       (kinds == "yes or no" && value->kind == GgufKind::kBool));
  if (!fits) {
    refuse("its entry \"" + shownName(key) + "\" is not " + (array ? "an array, each element a " : "a ") + wanted);
  }
  return value;
}

std::optional<std::string_view> GgufFile::text(std::string_view key) const {
  const GgufValue* const value = findKind(key, false, "text");
  if (value == nullptr) return std::nullopt;
  return value->texts[0];
}

std::optional<std::int64_t> GgufFile::whole(std::string_view key) const {
  const GgufValue* const value = findKind(key, false, "whole number");
  if (value == nullptr) return std::nullopt;
  const auto found = wholeAt(value->kind, value->numbers.data());
  if (!found) refuse("its entry \"" + shownName(key) + "\" is far too large");
  return found;
}

std::optional<double> GgufFile::number(std::string_view key) const {
  const GgufValue* const value = findKind(key, false, "number");
  if (value == nullptr) return std::nullopt;
  if (value->kind == GgufKind::kFloat32) return loadNumber<float>(value->numbers.data());
  if (value->kind == GgufKind::kFloat64) return loadNumber<double>(value->numbers.data());
  const auto found = whole(key);
  return found ? std::optional<double>(static_cast<double>(*found)) : std::nullopt;
}

std::optional<bool> GgufFile::flag(std::string_view key) const {
  const GgufValue* const value = findKind(key, false, "yes or no");
  if (value == nullptr) return std::nullopt;
  return value->numbers[0] != std::byte{0};
}

std::vector<std::string_view> GgufFile::texts(std::string_view key) const {
  const GgufValue* const value = findKind(key, true, "text");
  return value == nullptr ? std::vector<std::string_view>{} : value->texts;
}

std::vector<std::int64_t> GgufFile::wholes(std::string_view key) const {
  std::vector<std::int64_t> found;
  const GgufValue* const value = findKind(key, true, "whole number");
  if (value == nullptr) return found;
  found.reserve(value->count);
  for (std::size_t i = 0; i < value->count; ++i) {
    const auto each = wholeAt(value->kind, value->numbers.data() + i * sizeOf(value->kind));
    if (!each) refuse("its entry \"" + shownName(key) + "\" holds a number that is far too large");
    found.push_back(*each);
  }
  return found;
}

std::vector<float> GgufFile::numbers(std::string_view key) const {
  std::vector<float> found;
  const GgufValue* const value = findKind(key, true, "number");
  if (value == nullptr) return found;
  found.reserve(value->count);
  for (std::size_t i = 0; i < value->count; ++i) {
    const std::byte* const at = value->numbers.data() + i * sizeOf(value->kind);
    if (value->kind == GgufKind::kFloat32) {
      found.push_back(loadNumber<float>(at));
    } else if (value->kind == GgufKind::kFloat64) {
      found.push_back(static_cast<float>(loadNumber<double>(at)));
    } else {
      found.push_back(static_cast<float>(wholeAt(value->kind, at).value_or(0)));
    }
  }
  return found;
}

torch::Tensor dequantize(const GgufTensor& tensor) {
  torch::Tensor values = torch::empty(tensor.shape, torch::kFloat32);
  dequantizeGguf(*tensor.type, tensor.data, {values.data_ptr<float>(), tensor.count});
  return values;
}

}  // namespace lacuna::engine
