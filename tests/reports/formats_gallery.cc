// Prints reports in every format for programs that others wrote:
//   formats_gallery DIR [REPORT.json ...]
// fills DIR with NAME.FORMAT for the samples (story-…), a healthy run and ten faults (page-…), the hostile
// strings (hostile-…), 300 endpoints (large-300), and saved reports (by the name of their file); annotations
// stand beside as .github and .azure.
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

#include "reports/annotations.h"
#include "reports/formats.h"
#include "reports/read_report.h"
#include "tests/reports/formats_hostile.h"
#include "tests/reports/page_stories.h"
#include "tests/support/sample_reports.h"

namespace {

using vnetprobe::Report;

std::filesystem::path folder;

void put(const std::string& file, const std::string& text) {
  std::ofstream out(folder / file, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

void put_all(const std::string& name, const Report& report) {
  for (const vnetprobe::Format& format : vnetprobe::formats())
    put(fmt::format("{}.{}", name, format.name), format.render(report, {}));
  put(name + ".ansi", render_human(report, {.color = true, .verbose = true}));
  put(name + ".github", annotations(report, vnetprobe::Ci::github));
  put(name + ".azure", annotations(report, vnetprobe::Ci::azure));
  put(name + ".codes", fmt::format("{} {}\n", exit_code(report), nagios_exit_code(report)));
}

Report read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  auto read = vnetprobe::read_report(text.str());
  if (const auto* wrong = std::get_if<std::string>(&read))
    throw std::runtime_error(fmt::format("{}: {}", file.string(), *wrong));
  return std::get<Report>(std::move(read));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return fmt::print(stderr, "formats_gallery DIR [REPORT.json ...]\n"), 2;
  folder = argv[1];
  std::filesystem::create_directories(folder);
  try {
    for (int i = 2; i < argc; ++i)
      put_all(std::filesystem::path(argv[i]).stem().string(), read_file(argv[i]));
    if (argc > 2) return 0;
    for (const auto& sample : vnetprobe::sample_reports()) put_all("story-" + sample.name, sample.report);
    const auto strings = vnetprobe::hostile_gallery();
    for (std::size_t i = 0; i < strings.size(); ++i)
      put_all(fmt::format("hostile-{:02}", i), vnetprobe::hostile_everywhere(strings[i]));
    for (const auto& story : vnetprobe::page_stories()) put_all("page-" + story.name, story.report);
    put_all("large-300", vnetprobe::page_of_300());
  } catch (const std::exception& error) {
    return fmt::print(stderr, "formats_gallery: {}\n", error.what()), 1;
  }
  return 0;
}
