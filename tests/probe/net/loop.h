// Runs a coroutine to its end on a loop that fakes live on, too.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace vnetprobe::test {

namespace asio = boost::asio;

template <class T>
T finish(asio::io_context& io, asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr error;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, T value) {
    error = std::move(e);
    result = std::move(value);
  });
  io.restart();  // it may have run out of work before
  while (!result)
    if (io.run_one() == 0) throw std::logic_error("the loop ended before the work");
  if (error) std::rethrow_exception(error);
  return std::move(*result);
}

}  // namespace vnetprobe::test
