// Two connections may have the same identity (a second try of the whole run, for one). A part goes to
// the first of them that has no such part yet, or the very same one; so every check reads back
// exactly what it was written with.
#include "reports/contact_merge.h"

#include <fmt/format.h>

#include "reports/json_fields.h"

namespace vnetprobe {

namespace {

std::string identity(const Contact& c) {
  return fmt::format("{}\n{}\n{}\n{}\n{}", c.target, to_string(c.path), c.address.to_string(), c.port,
                     c.source_detail);
}

// May `part` be put where `there` is? `only_filled`: what is there already must be in `part` too.
template <class T>
bool fits(const std::optional<T>& there, const std::optional<T>& part, bool only_filled) {
  if (!part) return !(only_filled && there);
  return !there || json_of(*there) == json_of(*part);
}

template <class T>
bool adds(const std::optional<T>& there, const std::optional<T>& part) {
  return part && !there;
}

template <class T>
void fill(std::optional<T>& there, std::optional<T>& part) {
  if (part && !there) there = std::move(part);
}

int parts(const Contact& c) {
  return int{c.connect.has_value()} + int{c.tds.has_value()} + int{c.tls.has_value()} +
         int{c.http.has_value()};
}

}  // namespace

std::size_t ContactMerge::place(Contact&& item, bool whole) {
  auto& candidates = by_identity_[identity(item)];
  for (const std::size_t i : candidates) {
    Contact& there = into_[i];
    if (!fits(there.connect, item.connect, whole) || !fits(there.tds, item.tds, whole) ||
        !fits(there.tls, item.tls, whole) || !fits(there.http, item.http, whole))
      continue;
    const bool grows = adds(there.connect, item.connect) || adds(there.tds, item.tds) ||
                       adds(there.tls, item.tls) || adds(there.http, item.http);
    if (grows && whole_[i]) continue;
    fill(there.connect, item.connect);
    fill(there.tds, item.tds);
    fill(there.tls, item.tls);
    fill(there.http, item.http);
    whole_[i] = whole_[i] || whole;
    return i;
  }
  candidates.push_back(into_.size());
  into_.push_back(std::move(item));
  whole_.push_back(whole);
  return into_.size() - 1;
}

std::optional<std::pair<std::size_t, ContactPart>> ContactMerge::add(Contact&& item) {
  const int count = parts(item);
  if (count == 0) return std::nullopt;
  ContactPart part = ContactPart::all;
  if (count == 1)
    part = item.connect ? ContactPart::connect
           : item.tds   ? ContactPart::tds
           : item.tls   ? ContactPart::tls
                        : ContactPart::http;
  const std::size_t index = place(std::move(item), count > 1);
  return std::pair(index, part);
}

void ContactMerge::add_unattached(Contact&& item) { place(std::move(item), false); }

}  // namespace vnetprobe
