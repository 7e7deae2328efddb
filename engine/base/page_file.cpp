// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/page_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>

#include "engine/weights/sha256.h"

namespace lacuna::engine {
namespace {

constexpr char kPageMagic[8] = {'L', 'A', 'C', 'U', 'N', 'A', 'K', 'V'};
constexpr std::uint32_t kPageBits = 16;
constexpr std::uint32_t kMostPageTokens = 1U << 20U;
constexpr std::size_t kHashDigits = 64;

struct PageHead {
  char magic[8];
  std::uint32_t version, precision, layers, keyHeads, headSize, bits, tokens;
  std::uint32_t zero[7];
  char base[kHashDigits];
};
static_assert(sizeof(PageHead) == 128);

std::size_t bytesOfTokens(std::size_t tokens) { return (tokens * sizeof(TokenId) + 63) / 64 * 64; }

std::size_t bytesOfRows(const PageOrigin& origin, std::size_t tokens) {
  return tokens * static_cast<std::size_t>(origin.keyHeads) * static_cast<std::size_t>(origin.headSize) *
         sizeof(std::uint16_t);
}

std::size_t bytesOfPage(const PageOrigin& origin, std::size_t tokens) {
  return sizeof(PageHead) + bytesOfTokens(tokens) +
         2 * static_cast<std::size_t>(origin.layers) * bytesOfRows(origin, tokens) + kHashDigits;
}

PageHead headOf(const PageOrigin& origin, std::uint32_t tokens) {
  PageHead head{};
  std::memcpy(head.magic, kPageMagic, sizeof head.magic);
  head.version = kPageVersion;
  head.precision = static_cast<std::uint32_t>(origin.precision);
  head.layers = static_cast<std::uint32_t>(origin.layers);
  head.keyHeads = static_cast<std::uint32_t>(origin.keyHeads);
  head.headSize = static_cast<std::uint32_t>(origin.headSize);
  head.bits = kPageBits;
  head.tokens = tokens;
  origin.baseSha256.copy(head.base, sizeof head.base);
  return head;
}

bool readPart(int file, void* to, std::size_t bytes, std::size_t from) {
  auto* at = static_cast<char*>(to);
  while (bytes > 0) {
    const ssize_t got = ::pread(file, at, bytes, static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    from += static_cast<std::size_t>(got);
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

// How many tokens a file holds whose head and size are right; else 0.
std::size_t tokensClaimed(int file, const PageOrigin& origin) {
  struct stat about {};
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return 0;
  PageHead head{};
  if (!readPart(file, &head, sizeof head, 0)) return 0;
  const PageHead wanted = headOf(origin, head.tokens);
  if (std::memcmp(&head, &wanted, sizeof head) != 0 || head.tokens > kMostPageTokens) return 0;
  return static_cast<std::uint64_t>(about.st_size) == bytesOfPage(origin, head.tokens) ? head.tokens : 0;
}

}  // namespace

std::string encodePage(const PageOrigin& origin, const PageReading& reading) {
  const std::size_t tokens = reading.ids.size();
  const PageHead head = headOf(origin, static_cast<std::uint32_t>(tokens));
  std::string bytes;
  bytes.reserve(bytesOfPage(origin, tokens));
  bytes.append(reinterpret_cast<const char*>(&head), sizeof head);
  bytes.append(reinterpret_cast<const char*>(reading.ids.data()), tokens * sizeof(TokenId));
  bytes.resize(sizeof head + bytesOfTokens(tokens));
  for (std::size_t layer = 0; layer < reading.kept.key_RGD.size(); ++layer) {
    for (const torch::Tensor& rows_RGD : {reading.kept.key_RGD[layer], reading.kept.value_RGD[layer]}) {
      const torch::Tensor whole = rows_RGD.contiguous();
      bytes.append(static_cast<const char*>(whole.data_ptr()), whole.nbytes());
    }
  }
  return bytes += sha256(std::as_bytes(std::span(bytes)));
}

std::optional<std::vector<TokenId>> readPageTokens(int file, const PageOrigin& origin) {
  std::vector<TokenId> ids(tokensClaimed(file, origin));
  if (ids.empty() || !readPart(file, ids.data(), ids.size() * sizeof(TokenId), sizeof(PageHead))) return std::nullopt;
  return ids;
}

std::optional<PageReading> readPage(int file, const PageOrigin& origin) {
  const std::size_t tokens = tokensClaimed(file, origin);
  if (tokens == 0) return std::nullopt;
  const std::size_t size = bytesOfPage(origin, tokens);  // as the file has it
  const torch::Tensor buffer = torch::empty({static_cast<std::int64_t>(size)}, torch::kUInt8);
  auto* const bytes = buffer.data_ptr<std::uint8_t>();
  if (!readPart(file, bytes, size, 0)) return std::nullopt;
  const std::span<const std::uint8_t> hashed(bytes, size - kHashDigits);
  if (std::memcmp(sha256(std::as_bytes(hashed)).data(), bytes + hashed.size(), kHashDigits) != 0) return std::nullopt;
  // The head once more: the file may have been written to since it was looked at.
  const PageHead wanted = headOf(origin, static_cast<std::uint32_t>(tokens));
  if (std::memcmp(bytes, &wanted, sizeof wanted) != 0) return std::nullopt;
  PageReading reading;
  reading.ids.resize(tokens);
  std::memcpy(reading.ids.data(), bytes + sizeof(PageHead), tokens * sizeof(TokenId));
  const auto rows = static_cast<std::int64_t>(tokens);
  const auto part = static_cast<std::int64_t>(bytesOfRows(origin, tokens));
  auto from = static_cast<std::int64_t>(sizeof(PageHead) + bytesOfTokens(tokens));
  const auto next = [&] {
    const torch::Tensor rows_RGD =
        buffer.narrow(0, from, part).view(torch::kHalf).view({rows, origin.keyHeads, origin.headSize});
    from += part;
    return rows_RGD;
  };
  for (int layer = 0; layer < origin.layers; ++layer) {
    reading.kept.key_RGD.push_back(next());
    reading.kept.value_RGD.push_back(next());
  }
  return reading;
}

}  // namespace lacuna::engine
