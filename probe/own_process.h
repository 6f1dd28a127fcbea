// What the program sees to about its own process before it does anything else.
#pragma once

#include <string>

namespace vnetprobe {

// Sees to it that descriptors 0, 1 and 2 are taken, even if by nothing that can be used.
void occupy_standard_descriptors();

// "" or why the program must not go on: it needs no rights, and refuses those of somebody else.
std::string borrowed_rights();

// Overwrites what is secret in the words that the program was started with, which every user of the machine
// can list: passwords in URLs and in --proxy, and the queries of URLs. True when there was something.
bool hide_secret_words(int argc, char** argv);

}  // namespace vnetprobe
