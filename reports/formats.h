// The formats a report can be printed in. Renderers are pure: a Report goes in, text comes out;
// only main writes.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "probe/model/report.h"

namespace vnetprobe {

struct RenderOptions {
  bool color = false;  // ANSI colours; never into a pipe or a file unless forced
  int width = 80;      // columns of the terminal
  bool verbose = false;
  bool quiet = false;
};

// Takes a text in pieces, each of which is gone when it comes back.
using TextSink = std::function<void(std::string_view)>;

struct Format {
  std::string_view name;
  std::string_view what;
  std::string (*render)(const Report&, const RenderOptions&);
  // The same text in pieces, where it may be as large as all the evidence; null elsewhere.
  void (*stream)(const Report&, const RenderOptions&, const TextSink&) = nullptr;
};

// The text of a format, whole or in pieces, as it comes.
void render_to(const Format& format, const Report& report, const RenderOptions& options,
               const TextSink& sink);

std::span<const Format> formats();

std::string render_human(const Report& report, const RenderOptions& options);
std::string render_json(const Report& report, const RenderOptions& options);
void stream_json(const Report& report, const RenderOptions& options, const TextSink& sink);
std::string render_ndjson(const Report& report, const RenderOptions& options);
std::string render_junit(const Report& report, const RenderOptions& options);
std::string render_tap(const Report& report, const RenderOptions& options);
std::string render_markdown(const Report& report, const RenderOptions& options);
std::string render_html(const Report& report, const RenderOptions& options);
std::string render_prometheus(const Report& report, const RenderOptions& options);
std::string render_nagios(const Report& report, const RenderOptions& options);

// The samples of render_prometheus without the line that ends them, for whoever adds families of its own.
std::string prometheus_families(const Report& report);

// 0, 1 or 3 (contract section 1).
int exit_code(const Report& report);

// What `-f nagios` exits with: 0 OK, 1 warnings, 2 fail, 3 not decided.
int nagios_exit_code(const Report& report);

}  // namespace vnetprobe
