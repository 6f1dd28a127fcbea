// A newcomer would post every piece at once. Asio runs all that is queued before it asks the kernel
// again, so each piece posts the next one only when it is done.
#include "probe/net/turns.h"

#include <boost/asio/post.hpp>
#include <deque>

namespace vnetprobe {

struct Turns::State : std::enable_shared_from_this<Turns::State> {
  explicit State(asio::io_context& loop) : io(loop) {}

  void post() {
    asio::post(io, [self = shared_from_this()] {
      if (self->waiting.empty()) return;  // the owner went away
      const std::function<void()> work = std::move(self->waiting.front());
      self->waiting.pop_front();
      if (!self->waiting.empty()) self->post();
      work();
    });
  }

  asio::io_context& io;
  std::deque<std::function<void()>> waiting{};
};

Turns::Turns(asio::io_context& io) : state_(std::make_shared<State>(io)) {}

Turns::~Turns() { state_->waiting.clear(); }

void Turns::take(std::function<void()> work) {
  state_->waiting.push_back(std::move(work));
  if (state_->waiting.size() == 1) state_->post();
}

asio::awaitable<void> Turns::mine(Waits& waits) {
  const auto turn = std::make_shared<Wait>(waits);  // outlives an interrupted caller, not its turn
  take([turn] { turn->wake(); });
  co_await turn->until(SteadyTime::max());
}

}  // namespace vnetprobe
