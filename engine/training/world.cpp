// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with USE_C10D_GLOO (engine/CMakeLists.txt); gloo_names/ says what of Gloo LibTorch's header needs.
#include "engine/training/world.h"

#include <c10/util/Logging.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <mutex>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <vector>

namespace lacuna::engine {
namespace {

JoinGpus joinGpus = nullptr;

constexpr auto kAsLongAsItTakes = std::chrono::hours(24 * 7);
constexpr const char* kInterface = "GLOO_SOCKET_IFNAME";  // as PyTorch's

std::string where(const Place& place) { return place.host + ":" + std::to_string(place.port); }

// Calls what asks other ranks for something.
template <typename Call>
auto asked(const Place& place, const Call& call) -> decltype(call()) {
  try {
    return call();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    const std::string what = error.what();
    const bool slow = what.find("imeout") != std::string::npos || what.find("imed out") != std::string::npos;
    const std::string another = "Another of the " + std::to_string(place.ranks) + " ranks of this training ";
    throw RankLost(slow ? another + "has said nothing for " +
                              std::to_string(std::chrono::duration_cast<std::chrono::seconds>(place.patience).count()) +
                              " s."
                        : another + "ended, or cannot be reached any more.");
  }
}

// The address by which this host reaches rank 0, so that ranks find each other without names of their own. Nothing is
// sent. Empty where it cannot be told.
std::string ownAddress(const Place& place) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(place.host.c_str(), std::to_string(place.port).c_str(), &hints, &found) != 0) return {};
  std::string address;
  for (const addrinfo* one = found; one != nullptr && address.empty(); one = one->ai_next) {
    const int descriptor = socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
    if (descriptor < 0) continue;
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    char text[NI_MAXHOST];
    if (connect(descriptor, one->ai_addr, one->ai_addrlen) == 0 &&
        getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) == 0 &&
        getnameinfo(reinterpret_cast<sockaddr*>(&own), size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
      address = text;
    close(descriptor);
  }
  freeaddrinfo(found);
  return address;
}

c10::intrusive_ptr<c10d::Store> openStore(const Place& place) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(place.port);
  options.isServer = place.rank == 0 && !place.served;
  options.timeout = place.patience;
  options.waitWorkers = false;
  try {
    const auto store = c10::make_intrusive<c10d::TCPStore>(place.host, options);
    return c10::make_intrusive<c10d::PrefixStore>("lacuna" + place.attempt, store);
  } catch (const std::exception& error) {
    if (options.isServer) {
      throw Error(ErrorCode::kInvalidConfig, "Rank 0 cannot wait for the other ranks at " + where(place) +
                                                 ": name an address of its own host and a port that is free.");
    }
    throw RankLost("Rank 0 cannot be reached at " + where(place) + ": start it, or name where it is.");
  }
}

// Gloo prints whom it is connected to, LibTorch warns while it still tries: what a person is to know stands in
// sentences. Several may live at once, in any threads: the first silences, the last one gives the voice back.
class Quiet {
 public:
  Quiet() {
    constexpr int kFatal = 3;
    const std::lock_guard<std::mutex> guard(mutex());
    if (++living() > 1) return;
    before() = std::cout.rdbuf(nullptr);  // what is written to no buffer is dropped
    FLAGS_caffe2_log_level = kFatal;
  }
  ~Quiet() {
    const std::lock_guard<std::mutex> guard(mutex());
    if (--living() == 0) std::cout.rdbuf(before());
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  static std::mutex& mutex() {
    static std::mutex mutex;
    return mutex;
  }
  static int& living() {
    static int count = 0;
    return count;
  }
  static std::streambuf*& before() {
    static std::streambuf* buffer = nullptr;
    return buffer;
  }
};

c10::intrusive_ptr<c10d::Backend> openGloo(const Place& place, const c10::intrusive_ptr<c10d::Store>& store) {
  using Gloo = c10d::ProcessGroupGloo;
  auto options = Gloo::Options::create(place.patience);
  const char* const interface = std::getenv(kInterface);
  const std::string address = ownAddress(place);
  if (interface != nullptr && *interface != 0)
    options->devices.push_back(Gloo::createDeviceForInterface(interface));
  else if (!address.empty())
    options->devices.push_back(Gloo::createDeviceForHostname(address));
  else
    options->devices.push_back(Gloo::createDefaultDevice());
  return c10::make_intrusive<Gloo>(store, place.rank, place.ranks, options);
}

class Started final : public World::Pending {
 public:
  Started(const Place& place, c10::intrusive_ptr<c10d::Work> work, std::vector<torch::Tensor> tensors)
      : place_(place), work_(std::move(work)), tensors_(std::move(tensors)) {}
  void wait() override {
    asked(place_, [this] { work_->wait(); });
  }

 private:
  const Place& place_;
  c10::intrusive_ptr<c10d::Work> work_;
  std::vector<torch::Tensor> tensors_;  // live as long as the work
};

}  // namespace

struct World::Links {
  c10::intrusive_ptr<c10d::Store> store;
  c10::intrusive_ptr<c10d::Backend> backend;
  bool nccl = false;
};

void meetGpusBy(JoinGpus join) { joinGpus = join; }

World::World(const Place& place, torch::Device device) : place_(place), links_(std::make_unique<Links>()) {
  const Quiet quiet;
  links_->store = openStore(place_);
  asked(place_, [&] {
    if (device.is_cuda() && joinGpus != nullptr)
      links_->backend = joinGpus(links_->store, place_.rank, place_.ranks, place_.patience);
    links_->nccl = links_->backend != nullptr;
    if (leads()) links_->store->set("backend", std::string(backend()));
    if (const std::string leader = links_->store->get_to_str("backend"); leader != backend()) {
      throw Error(ErrorCode::kInvalidConfig, "Rank 0 of this training computes by " + leader + ", rank " +
                                                 std::to_string(place_.rank) + " by " + backend() +
                                                 ": give all of them GPUs, or --device cpu.");
    }
    if (!links_->nccl) links_->backend = openGloo(place_, links_->store);
  });
}

World::~World() = default;

torch::Device World::device() const { return links_->nccl ? torch::Device(torch::kCUDA, 0) : torch::kCPU; }

const char* World::backend() const { return links_->nccl ? "NCCL" : "Gloo"; }

std::unique_ptr<World::Pending> World::startSum(torch::Tensor tensor) {
  return asked(place_, [&] {
    std::vector<torch::Tensor> tensors{std::move(tensor)};
    auto work = links_->backend->allreduce(tensors);
    return std::make_unique<Started>(place_, std::move(work), std::move(tensors));
  });
}

void World::sum(torch::Tensor tensor) {
  const auto there = tensor.to(device()).contiguous();
  startSum(there)->wait();
  if (!there.is_same(tensor)) tensor.copy_(there);
}

void World::broadcast(torch::Tensor tensor) {
  const auto there = tensor.to(device()).contiguous();
  asked(place_, [&] {
    std::vector<torch::Tensor> tensors{there};
    links_->backend->broadcast(tensors)->wait();
  });
  if (!there.is_same(tensor)) tensor.copy_(there);
}

bool World::agree(std::int64_t number) {
  const auto said = torch::tensor({number}, torch::kInt64);
  broadcast(said);
  const auto others = torch::tensor({said.item<std::int64_t>() == number ? 0 : 1}, torch::kInt64);
  sum(others);
  return others.item<std::int64_t>() == 0;
}

void World::tell(const std::string& name) {
  asked(place_, [&] { links_->store->set(name, std::string("1")); });
}

void World::waitFor(const std::string& name) {
  asked(place_, [&] { links_->store->wait({name}, kAsLongAsItTakes); });
}

std::unique_ptr<World> joinWorld(const std::optional<Place>& place, torch::Device device) {
  return place ? std::make_unique<World>(*place, device) : nullptr;
}

}  // namespace lacuna::engine
