// A newcomer would call curl back from its own callbacks. It refuses ("API function called from
// within callback"), and a timer of 0 ms therefore goes round by the loop like any other.
#include "probe/net/curl_multi.h"

#include <algorithm>
#include <new>
#include <unistd.h>

#include "probe/net/curl_memory.h"

namespace vnetprobe {

CurlMulti::CurlMulti(Waits& waits)
    : turns_(waits.io()),
      watcher_(
          waits.io(),
          [this](int fd, bool readable, bool writable) {
            act(fd, (readable ? CURL_CSELECT_IN : 0) | (writable ? CURL_CSELECT_OUT : 0));
          },
          &turns_),
      timer_(waits.io(), [this] { act(CURL_SOCKET_TIMEOUT, 0); }) {
  if (curl_init_wiping() != CURLE_OK) throw std::bad_alloc();
  multi_ = curl_multi_init();
  if (multi_ == nullptr) throw std::bad_alloc();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlMulti::~CurlMulti() {
  while (!transfers_.empty()) remove(**transfers_.begin());
  curl_multi_cleanup(multi_);
  curl_global_cleanup();
}

void CurlMulti::add(CurlTransfer& transfer) {
  transfers_.insert(&transfer);
  curl_easy_setopt(transfer.easy, CURLOPT_PRIVATE, &transfer);
  // curl begins all that it was given since the last call in one go, TLS contexts and keys included.
  at_the_door_.push_back(&transfer);
  turns_.take([this] { let_one_in(); });
}

void CurlMulti::let_one_in() {
  if (at_the_door_.empty()) return;  // removed before its turn
  CurlTransfer* transfer = at_the_door_.front();
  at_the_door_.pop_front();
  curl_multi_add_handle(multi_, transfer->easy);
}

void CurlMulti::remove(CurlTransfer& transfer) {
  if (transfers_.erase(&transfer) == 0) return;
  const auto waiting = std::find(at_the_door_.begin(), at_the_door_.end(), &transfer);
  if (waiting != at_the_door_.end())
    at_the_door_.erase(waiting);
  else
    curl_multi_remove_handle(multi_, transfer.easy);
  if (transfers_.empty()) timer_.cancel();  // nothing is left that would need the loop
}

int CurlMulti::on_close(void* self, curl_socket_t fd) noexcept {
  static_cast<CurlMulti*>(self)->watcher_.forget(fd);
  return ::close(fd);
}

int CurlMulti::on_socket(CURL*, curl_socket_t fd, int what, void* data, void*) noexcept {
  auto* self = static_cast<CurlMulti*>(data);
  // Comes after the close when a transfer is cancelled: forget() knows no such descriptor then.
  if (what == CURL_POLL_REMOVE)
    self->watcher_.forget(fd);
  else
    self->watcher_.want(fd, (what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0);
  return 0;
}

int CurlMulti::on_timer(CURLM*, long milliseconds, void* data) noexcept {
  auto* self = static_cast<CurlMulti*>(data);
  if (milliseconds < 0)
    self->timer_.cancel();
  else
    self->timer_.arm(std::chrono::milliseconds(milliseconds));
  return 0;
}

void CurlMulti::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_, fd, events, &running);
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CurlTransfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    transfer->over = true;
    transfer->result = message->data.result;
    if (transfer->wake != nullptr) transfer->wake->wake();
  }
}

}  // namespace vnetprobe
