// What a fuzzer has found, and where it starts from, replayed on every run: CORPUS is the folder, and the
// fuzzer's own entry is linked in.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

TEST_CASE("the fuzzer's corpus") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CORPUS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    CAPTURE(entry.path().filename().string());
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()) == 0);
    ++files;
  }
  CHECK(files > 0);
}
