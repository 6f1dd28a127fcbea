// A credential on its way from where it was given to where it is sent: a token, a SAS, an assertion.
// It wipes itself when its last copy goes, copies share one text, and there is no way to print it:
// whoever sends it has to say reveal(). Never a member of the model, so it reaches no report.
#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe {

// From here on no core of this process is dumped, and no other program of the same user reads its memory
// or its environment. The first Secret does this by itself; who holds a credential in another form says so.
// Not done before: a process that holds none may be debugged, and leave a core, like any other.
void keep_out_of_dumps() noexcept;

// Overwrites the text and empties it.
void wipe(std::string& text) noexcept;

class Secret {
 public:
  Secret() = default;
  // Takes the text over; what it was taken from is wiped.
  explicit Secret(std::string&& text);

  bool empty() const { return text_ == nullptr || text_->empty(); }
  std::size_t size() const { return text_ == nullptr ? 0 : text_->size(); }
  // For what goes on the wire, and for nothing else. Valid as long as this Secret lives.
  std::string_view reveal() const { return text_ == nullptr ? std::string_view{} : *text_; }

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  std::shared_ptr<const std::string> text_{};
};

// A new secret, of this text around another secret: "Authorization: Bearer " and a token.
Secret joined(std::string_view before, const Secret& secret, std::string_view after = {});

// Takes everything out of a text from where one of the secrets begins: a far end may repeat what it
// was sent, and may have been cut off within it.
void scrub(std::string& text, const std::vector<Secret>& secrets);

}  // namespace vnetprobe
