// libcurl's transfers on the loop, one multi handle for the run. Sockets are dialled by us and
// handed over connected, so curl never resolves a name.
#pragma once

#include <curl/curl.h>
#include <deque>
#include <unordered_set>

#include "probe/net/fd_watcher.h"
#include "probe/net/loop_timer.h"
#include "probe/net/turns.h"
#include "probe/net/wait.h"

namespace vnetprobe {

// One transfer as the multi handle sees it.
struct CurlTransfer {
  CURL* easy = nullptr;
  Wait* wake = nullptr;  // woken when it is over
  bool over = false;
  CURLcode result = CURLE_OK;
};

class CurlMulti {
 public:
  explicit CurlMulti(Waits& waits);
  ~CurlMulti();
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  // The transfer stays where it is until remove(). Not to be called from one of curl's callbacks.
  void add(CurlTransfer& transfer);
  void remove(CurlTransfer& transfer);

  // For CURLOPT_CLOSESOCKETFUNCTION with the CurlMulti as its data: connections may close long
  // after their transfer.
  static int on_close(void* self, curl_socket_t fd) noexcept;

 private:
  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) noexcept;
  static int on_timer(CURLM*, long milliseconds, void* self) noexcept;
  void act(curl_socket_t fd, int events);
  void let_one_in();

  CURLM* multi_ = nullptr;
  std::unordered_set<CurlTransfer*> transfers_{};
  std::deque<CurlTransfer*> at_the_door_{};  // added, and unknown to curl until their turn
  Turns turns_;
  FdWatcher watcher_;
  LoopTimer timer_;
};

}  // namespace vnetprobe
