// What the program sees to about its own process before it does anything else.
#pragma once

#include <string>

namespace vnetprobe {

// Sees to it that descriptors 0, 1 and 2 are taken, even if by nothing that can be used.
void occupy_standard_descriptors();

// "" or why the program must not go on: it needs no rights, and refuses those of somebody else.
std::string borrowed_rights();

}  // namespace vnetprobe
