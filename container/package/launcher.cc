// The first program of the tarball. Hosts with older C libraries cannot start what Debian 12 built;
// this one is static, finds the tarball around itself and hands over to the loader in it.
//
// What a newcomer would get wrong: /proc may not be mounted (an empty root), so the way to itself may
// be what the kernel says was executed; and a preloaded library of the host belongs to the host's C
// library.
#include <array>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/auxv.h>
#include <unistd.h>
#include <vector>

namespace {

std::string own_folder() {
  std::array<char, PATH_MAX> path{};
  if (realpath("/proc/self/exe", path.data()) == nullptr) {
    const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
    if (executed == nullptr || realpath(executed, path.data()) == nullptr) return {};
  }
  const std::string whole = path.data();
  return whole.substr(0, whole.rfind('/'));
}

// The host's own trust comes first; the bundle of the tarball is for hosts that keep none where we know.
void choose_anchors(const std::string& folder) {
  if (std::getenv("SSL_CERT_FILE") != nullptr) return;
  if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) == 0) return;
  for (const char* bundle : {"/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"})
    if (access(bundle, R_OK) == 0) {
      setenv("SSL_CERT_FILE", bundle, 1);
      return;
    }
  setenv("SSL_CERT_FILE", (folder + "/share/ca-certificates.crt").c_str(), 1);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = own_folder();
  const std::string lib = folder + "/lib";
  const std::string loader = lib + "/ld-linux-x86-64.so.2";
  const std::string program = lib + "/vnetprobe";
  choose_anchors(folder);
  unsetenv("LD_PRELOAD");
  unsetenv("LD_LIBRARY_PATH");
  std::vector<const char*> words = {loader.c_str(), "--inhibit-cache", "--library-path", lib.c_str(),
                                    program.c_str()};
  for (int i = 1; i < argc; ++i) words.push_back(argv[i]);
  words.push_back(nullptr);
  execv(loader.c_str(), const_cast<char* const*>(words.data()));
  std::perror(("vnetprobe: " + loader).c_str());
  return 127;
}
