// What would trip a newcomer: instance metadata writes its numbers as text ("expires_in": "86399"),
// Entra ID as numbers; and what a JSON parser leaves in memory is a copy of the token.
#include "probe/net/token_reply.h"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <openssl/crypto.h>
#include <vector>

#include "probe/net/clean_text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kShortest = 20, kLongest = 32 * 1024;
constexpr std::size_t kMaxError = 100, kMaxDescription = 300;

std::string_view text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

std::int64_t number_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(key);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  std::int64_t number = 0;
  const std::string_view text = text_at(object, key);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_token(std::string_view text) {
  constexpr char kFirst = 0x21, kLast = 0x7E;  // a blank or a line end would start another header
  return text.size() >= kShortest && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= kFirst && c <= kLast; });
}

void read(std::string_view body, boost::json::storage_ptr memory, TokenReply& reply) {
  boost::system::error_code failed;
  const boost::json::value parsed = boost::json::parse(body, failed, std::move(memory));
  const boost::json::object* object = failed ? nullptr : parsed.if_object();
  if (object == nullptr) return;
  reply.is_json = true;
  if (const std::string_view token = text_at(*object, "access_token"); is_token(token))
    reply.token = Secret(std::string(token));
  reply.lifetime_s = std::max<std::int64_t>(0, number_at(*object, "expires_in"));
  reply.error = clean_line(text_at(*object, "error"), kMaxError);
  reply.description = clean_line(text_at(*object, "error_description"), kMaxDescription);
  if (reply.error.empty()) reply.error = clean_line(text_at(*object, "statusCode"), kMaxError);
  if (reply.description.empty()) reply.description = clean_line(text_at(*object, "message"), kMaxDescription);
}

}  // namespace

TokenReply read_token_reply(std::string_view body) {
  TokenReply reply;
  constexpr std::size_t kLongestBody = 64 * 1024;
  if (body.size() > kLongestBody) return reply;
  // Where the parser puts its copies: enough for each value once and for growing, and wiped.
  std::vector<unsigned char> memory(body.size() * 6 + 8 * 1024);
  {
    boost::json::monotonic_resource resource(memory.data(), memory.size());
    read(body, &resource, reply);
  }
  OPENSSL_cleanse(memory.data(), memory.size());
  return reply;
}

}  // namespace vnetprobe
