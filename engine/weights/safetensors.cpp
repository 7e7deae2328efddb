// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/safetensors.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <tuple>

#include "engine/error.h"
#include "engine/file_access.h"
#include "engine/text/json.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kLargestHeader = 16U << 20U;  // some hundred thousand tensors
constexpr std::uint64_t kLargestFile = 1ULL << 36U;

struct DtypeName {
  const char* name;
  torch::ScalarType dtype;
};
constexpr DtypeName kDtypes[] = {
    {"F32", torch::kFloat32}, {"F16", torch::kFloat16}, {"BF16", torch::kBFloat16}, {"I64", torch::kInt64},
    {"I32", torch::kInt32},   {"U8", torch::kUInt8},    {"BOOL", torch::kBool},
};

struct Entry {
  std::string name;
  torch::ScalarType dtype = torch::kFloat32;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error(ErrorCode::kBadModel,
              "The weights file " + path + " is unusable: " + why + "; copy it again from its source.");
}

Entry parseEntry(const std::string& path, const std::string& name, const nlohmann::json& json, std::uint64_t dataSize) {
  Entry entry;
  entry.name = name;
  if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") || !json.contains("data_offsets") ||
      !json["dtype"].is_string() || !json["shape"].is_array() || !json["data_offsets"].is_array() ||
      json["data_offsets"].size() != 2) {
    refuse(path, "the entry \"" + name + "\" lacks a dtype, a shape or its offsets");
  }
  const auto type = json["dtype"].get<std::string>();
  const auto* known =
      std::find_if(std::begin(kDtypes), std::end(kDtypes), [&](const DtypeName& d) { return d.name == type; });
  if (known == std::end(kDtypes)) refuse(path, "the tensor \"" + name + "\" has the unknown type " + type);
  entry.dtype = known->dtype;
  std::uint64_t count = 1;
  for (const auto& size : json["shape"]) {
    if (!size.is_number_unsigned()) refuse(path, "the tensor \"" + name + "\" has a shape that is no list of sizes");
    const auto value = size.get<std::uint64_t>();
    if (value > kLargestFile || (value != 0 && count > kLargestFile / value)) {
      refuse(path, "the tensor \"" + name + "\" claims an impossible size");
    }
    count *= value;
    entry.shape.push_back(static_cast<std::int64_t>(value));
  }
  for (const auto& offset : json["data_offsets"]) {
    if (!offset.is_number_unsigned()) refuse(path, "the tensor \"" + name + "\" has offsets that are no numbers");
  }
  entry.begin = json["data_offsets"][0].get<std::uint64_t>();
  entry.end = json["data_offsets"][1].get<std::uint64_t>();
  if (entry.begin > entry.end || entry.end > dataSize) {
    refuse(path, "the tensor \"" + name + "\" lies outside of the file, which may be truncated");
  }
  if (entry.end - entry.begin != count * c10::elementSize(entry.dtype)) {
    refuse(path, "the tensor \"" + name + "\" takes another number of bytes than its shape says");
  }
  return entry;
}

nlohmann::json readHeader(const std::string& path, std::ifstream& file, std::uint64_t fileSize,
                          std::uint64_t* dataStart) {
  unsigned char raw[8] = {};
  if (fileSize < 8 || !file.read(reinterpret_cast<char*>(raw), 8)) refuse(path, "it is shorter than a header");
  std::uint64_t length = 0;
  for (int i = 7; i >= 0; --i) length = (length << 8U) | raw[i];
  if (length > kLargestHeader) refuse(path, "its header claims an impossible length");
  if (length > fileSize - 8) refuse(path, "it is truncated within its header");
  std::string text(length, '\0');
  file.read(text.data(), static_cast<std::streamsize>(length));
  *dataStart = 8 + length;
  nlohmann::json json;
  try {
    json = parseJson(text, "it");
  } catch (const Error&) {
    refuse(path, "its header is not JSON, or nested without end");
  }
  if (!json.is_object()) refuse(path, "its header is not JSON of an object");
  return json;
}

struct Contents {
  std::vector<Entry> entries;  // in the order of the file's data, without a hole between them
  std::map<std::string, std::string> metadata;
};

// The file stands at its first tensor afterwards.
Contents readContents(const std::string& path, std::ifstream& file) {
  std::error_code failed;
  const std::uint64_t size = fs::file_size(path, failed);
  file.open(path, std::ios::binary);
  if (failed || !file)
    throw Error(ErrorCode::kIo, "The weights file " + path + " cannot be read; check that it exists.");
  if (size > kLargestFile) refuse(path, "it is larger than 64 GiB");
  std::uint64_t dataStart = 0;
  const nlohmann::json header = readHeader(path, file, size, &dataStart);
  Contents contents;
  for (const auto& [name, value] : header.items()) {
    if (name != "__metadata__") {
      contents.entries.push_back(parseEntry(path, name, value, size - dataStart));
      continue;
    }
    if (!value.is_object()) refuse(path, "its metadata is not an object");
    for (const auto& [key, entry] : value.items()) {
      if (!entry.is_string()) refuse(path, "its metadata \"" + key + "\" is not a text");
      contents.metadata[key] = entry.get<std::string>();
    }
  }
  // An empty tensor begins where the next one does, and ends there.
  std::sort(contents.entries.begin(), contents.entries.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  std::uint64_t expected = 0;
  for (const Entry& entry : contents.entries) {
    if (entry.begin != expected) refuse(path, "the tensor \"" + entry.name + "\" overlaps another or leaves a hole");
    expected = entry.end;
  }
  if (expected != size - dataStart) refuse(path, "it holds bytes that no tensor owns");
  return contents;
}

}  // namespace

SafeTensorsHeader readSafeTensorsHeader(const std::string& path) {
  std::ifstream file;
  Contents contents = readContents(path, file);
  SafeTensorsHeader header;
  for (Entry& entry : contents.entries) header.tensors.push_back({std::move(entry.name), std::move(entry.shape)});
  header.metadata = std::move(contents.metadata);
  return header;
}

SafeTensors readSafeTensors(const std::string& path) {
  std::ifstream file;
  Contents contents = readContents(path, file);
  SafeTensors result;
  result.metadata = std::move(contents.metadata);
  for (const Entry& entry : contents.entries) {
    auto tensor = torch::empty(entry.shape, entry.dtype);
    if (!file.read(static_cast<char*>(tensor.data_ptr()), static_cast<std::streamsize>(entry.end - entry.begin))) {
      refuse(path, "it could not be read to its end");
    }
    result.tensors.emplace_back(entry.name, tensor);
  }
  return result;
}

void writeSafeTensors(const std::string& path, const NamedTensors& tensors,
                      const std::map<std::string, std::string>& metadata, const std::string& keeping) {
  nlohmann::json header = nlohmann::json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  std::vector<torch::Tensor> data;
  for (const auto& [name, tensor] : tensors) {
    data.push_back(tensor.detach().cpu().contiguous());
    const auto* known = std::find_if(std::begin(kDtypes), std::end(kDtypes),
                                     [&](const DtypeName& d) { return d.dtype == data.back().scalar_type(); });
    if (known == std::end(kDtypes))
      throw Error(ErrorCode::kInternal, "The tensor " + name + " has a type that cannot be stored.");
    const std::uint64_t bytes = data.back().nbytes();
    header[name] = {
        {"dtype", known->name}, {"shape", data.back().sizes().vec()}, {"data_offsets", {offset, offset + bytes}}};
    offset += bytes;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  std::string length(8, '\0');
  for (unsigned i = 0; i < 8; ++i) length[i] = static_cast<char>(static_cast<unsigned char>(text.size() >> (8U * i)));
  withFiles(ErrorCode::kIo, [&] {
    files::OutputFile file(path);
    file.write(length);
    file.write(text);
    for (const auto& tensor : data) file.write({static_cast<const char*>(tensor.data_ptr()), tensor.nbytes()});
    file.commit(keeping);
  });
}

}  // namespace lacuna::engine
