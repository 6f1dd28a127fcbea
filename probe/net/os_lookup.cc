// A newcomer would use asio's resolver. Its one thread takes names in turn (18 names: 372 ms against
// 23), cancel() does not stop it, and the loop's destructor waits for it.
#include "probe/net/os_lookup.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <netdb.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "probe/dns/name.h"
#include "probe/net/clean_text.h"
#include "probe/net/fd_watcher.h"
#include "probe/net/socket.h"

namespace vnetprobe {
namespace {

constexpr int kMaxThreads = 32;

// Owned by the thread and by the one who waits, whichever lets go last.
struct Job {
  std::string name{};
  ResolveName resolve = nullptr;
  UniqueFd event{};
  SystemAnswer answer{};
  int lack = 0;                   // errno, where the name got nothing because this machine had nothing left
  std::atomic<bool> done{false};  // readiness of the eventfd alone orders nothing
};

// glibc that cannot open a file or a socket says that the name does not exist.
int lack_of_descriptors() {
  const UniqueFd one(::eventfd(0, EFD_CLOEXEC));
  if (!one) return errno;
  const UniqueFd two(::eventfd(0, EFD_CLOEXEC));
  return two ? 0 : errno;
}

void work(const std::shared_ptr<Job>& job) {
  job->answer = job->resolve(job->name);
  if (job->answer.eai == EAI_MEMORY) job->lack = ENOMEM;
  if (job->answer.eai == EAI_SYSTEM && is_shortage(job->answer.error)) job->lack = job->answer.error;
  if (job->answer.eai != 0 && job->lack == 0) job->lack = lack_of_descriptors();
  job->done.store(true, std::memory_order_release);
  const std::uint64_t one = 1;
  // Cannot fail: the counter of an eventfd holds more than one.
  [[maybe_unused]] const auto written = ::write(job->event.get(), &one, sizeof one);
}

// 0, or the errno of why the system has no thread left.
int start(const std::shared_ptr<Job>& job) {
  // Signals are for the loop's thread.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  int why = 0;
  try {
    std::thread([job] { work(job); }).detach();
  } catch (const std::system_error& error) {
    why = error.code().value();
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return why;
}

}  // namespace

SystemAnswer resolve_by_system(const std::string& name) {
  SystemAnswer answer;
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_CANONNAME;
  addrinfo* list = nullptr;
  answer.eai = ::getaddrinfo(name.c_str(), nullptr, &hints, &list);
  if (answer.eai != 0) {
    answer.error = errno;
    return answer;
  }
  if (list != nullptr && list->ai_canonname != nullptr) answer.canonical = list->ai_canonname;
  for (const addrinfo* each = list; each != nullptr; each = each->ai_next)
    if (const auto address = from_kernel(each->ai_addr)) answer.addresses.push_back(address->address);
  ::freeaddrinfo(list);
  return answer;
}

asio::awaitable<SystemLookup> OsLookup::look_up(std::string view, std::string subject, std::string name) {
  SystemLookup lookup;
  lookup.view = std::move(view);
  lookup.subject = std::move(subject);
  lookup.name = std::move(name);
  lookup.started = waits_.now();
  const bool entered = co_await enter();
  if (!entered) co_return lookup;

  lookup.started = waits_.now();
  auto job = std::make_shared<Job>();
  job->name = lookup.name;
  job->resolve = resolve_;
  job->event.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  int lack = job->event ? 0 : errno;
  Wait wait(waits_);
  FdWatcher watcher(waits_.io(), [&](int fd, bool, bool) {
    if (!job->done.load(std::memory_order_acquire)) return;
    watcher.want(fd, false, false);
    wait.wake();
  });
  if (lack == 0 && !watcher.want(job->event.get(), true, false)) lack = ENOMEM;
  if (lack == 0) lack = start(job);
  if (lack != 0) {
    waits_.lack(lack);
    leave();
    lookup.error = fmt::format("not asked: {}", std::strerror(lack));
    co_return lookup;
  }
  Woken woken = Woken::woken;
  while (woken == Woken::woken && !job->done.load(std::memory_order_acquire))
    woken = co_await wait.until(SteadyTime::max());
  watcher.forget(job->event.get());
  leave();
  lookup.duration = waits_.now() - lookup.started;
  if (!job->done.load(std::memory_order_acquire)) co_return lookup;

  if (job->lack != 0) {
    waits_.lack(job->lack);
    lookup.error = fmt::format("not asked to the end: {}", std::strerror(job->lack));
    co_return lookup;
  }
  lookup.finished = true;
  lookup.eai = job->answer.eai;
  if (lookup.eai == EAI_SYSTEM)
    lookup.error = std::strerror(job->answer.error);
  else if (lookup.eai != 0)
    lookup.error = ::gai_strerror(lookup.eai);
  lookup.canonical = canonical_name(clean_line(job->answer.canonical, 1000));
  lookup.addresses = job->answer.addresses;
  auto& addresses = lookup.addresses;
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  co_return lookup;
}

asio::awaitable<bool> OsLookup::enter() {
  Wait wait(waits_);
  const auto place = queue_.insert(queue_.end(), &wait);
  while (!waits_.interrupted() && (queue_.front() != &wait || running_ >= kMaxThreads))
    co_await wait.until(SteadyTime::max());
  queue_.erase(place);
  const bool entered = !waits_.interrupted();
  if (entered) ++running_;
  if (!queue_.empty()) queue_.front()->wake();
  co_return entered;
}

void OsLookup::leave() {
  --running_;
  if (!queue_.empty()) queue_.front()->wake();
}

}  // namespace vnetprobe
