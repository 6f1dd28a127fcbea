// The machine that the probe runs on: its proxy settings, and whether it is in Azure at all.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kProxy = "https_proxy=http://proxy.contoso.local:3128";
const std::string kCaptured =
    std::string("(warning) proxy.captures-private ") + kBlob + " | " + kBlob + " | ";

Story behind(const std::string& setting, const std::string& no_proxy) {
  Story story = blob_at_azure();
  story.proxies = {setting};
  story.no_proxy = no_proxy;
  return story;
}

// A run with neither plan nor names: discovery asked, and all that is left to ask is Azure DNS.
Story undiscovered(const std::string& problem) {
  Story story = Story().reference("azure", kAzureDns);
  story.discovery.asked = true;
  story.discovery.instance.problem = problem;
  return story;
}
Story outside() { return undiscovered("silent").resolver("azure", "silent"); }

}  // namespace

std::vector<Told> stories_of_machines() {
  Story answered = undiscovered("").resolver("azure", "silent");
  answered.discovery.instance.answered = true;
  Story planned = blob_at_dc1().resolver("azure", "silent");
  planned.discovery.instance.problem = "silent";
  Story two = behind(kProxy, ".queue.core.windows.net").account("mystorage01", "10.1.3.6", "queue");
  Story instance = Story().view("azure", kAzureDns);
  instance.endpoint("db.contoso.local", "10.1.9.9", 1433).proxies = {kProxy};
  return {
      {"proxy.captures-private", "no_proxy is empty", behind(kProxy, ""), {kCaptured}},
      {"proxy.captures-private",
       "no_proxy names others",
       behind(kProxy, "localhost,.contoso.local"),
       {kCaptured}},
      {"proxy.captures-private",
       "ALL_PROXY takes it too",
       behind("ALL_PROXY=socks5://10.1.0.80", ""),
       {kCaptured}},
      {"proxy.captures-private",
       "a network in no_proxy is no name",
       behind(kProxy, "10.0.0.0/8"),
       {kCaptured}},
      {"proxy.captures-private",
       "the end of a label is not the end of a name",
       behind(kProxy, "storage01.blob.core.windows.net"),
       {kCaptured}},
      {"proxy.captures-private", "another port's", behind(kProxy, "core.windows.net:80"), {kCaptured}},
      {"proxy.captures-private", "of two names one is covered", two, {kCaptured}},
      {"proxy.captures-private",
       "neighbour: the suffix is there",
       behind(kProxy, ".blob.core.windows.net"),
       {}},
      {"proxy.captures-private",
       "neighbour: without its dot, after a blank, in capitals",
       behind(kProxy, "localhost, Core.Windows.Net"),
       {}},
      {"proxy.captures-private", "neighbour: with a star", behind(kProxy, "*.core.windows.net"), {}},
      {"proxy.captures-private", "neighbour: with its port", behind(kProxy, "core.windows.net:443"), {}},
      {"proxy.captures-private", "neighbour: nothing goes by the proxy", behind(kProxy, "*"), {}},
      {"proxy.captures-private",
       "neighbour: a proxy for http alone",
       behind("http_proxy=http://10.1.0.80:3128", ""),
       {}},
      {"proxy.captures-private", "neighbour: not over https", instance, {}},

      {"env.not-in-azure", "nobody answers", outside(), {"(info) env.not-in-azure vm-sql-01 |  | "}},
      {"env.not-in-azure", "neighbour: Azure DNS answers", undiscovered("silent"), {}},
      {"env.not-in-azure",
       "neighbour: it answers with an error",
       undiscovered("silent").resolver("azure", "refused"),
       {}},
      {"env.not-in-azure",
       "neighbour: the run ended before it could answer",
       undiscovered("silent").resolver("azure", "interrupted"),
       {}},
      {"env.not-in-azure", "neighbour: instance metadata answers", answered, {}},
      {"env.not-in-azure", "neighbour: there is a plan", planned, {}},
  };
}

}  // namespace vnetprobe
