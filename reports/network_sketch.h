// The network as the probe saw it, put together from results and evidence: what a picture of it is drawn
// from. No coordinates in here.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// A way of resolving, seen as a server.
struct SketchView {
  std::string name{};
  std::string server{};  // "10.1.0.53", "this host"
  bool required = true;
  std::size_t asked = 0, answered = 0;
  Status status = Status::skip;  // whether it answers at all
};

// What one view says of one zone.
struct SketchPort {
  std::size_t view = 0;  // index of the view
  Status status = Status::skip;
  std::string text{};  // "served, 8 of 8 names right"
};

struct SketchStep {
  std::string word{};  // "tcp"
  Status status = Status::skip;
};

struct SketchEndpoint {
  std::string subject{};
  std::string label{};
  std::string address{};
  std::string trouble{};  // "timed out", ""
  std::vector<SketchStep> steps{};
  Status status = Status::skip;  // the worst of its names and steps
};

struct SketchZone {
  std::string name{};
  std::vector<SketchPort> ports{};
  std::vector<SketchEndpoint> endpoints{};
};

// What is reached past the private endpoints: sign-in, public sides, accounts that must refuse.
struct SketchService {
  std::string subject{};
  std::string what{};
  std::string text{};
  Status status = Status::skip;
};

// More of them are not drawn one by one; in a longer list those that are not well come first.
inline constexpr std::size_t kSketchServices = 12;

// Where a finding is marked.
struct SketchMark {
  std::size_t number = 0;
  const Finding* finding = nullptr;
};

struct Sketch {
  std::string host{};
  std::string address{};
  std::vector<SketchView> views{};
  std::vector<SketchZone> zones{};
  std::vector<SketchService> services{};
  // By place: "view NAME", "zone NAME", "end SUBJECT", "svc SUBJECT", "host". Every finding is at one place.
  std::map<std::string, std::vector<SketchMark>> marks{};
};

// `findings` in the order by which they are numbered, from 1.
Sketch sketch_of(const Report& report, const std::vector<const Finding*>& findings);

}  // namespace vnetprobe
