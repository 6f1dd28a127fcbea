// Fields of an ARM resource in either form: under `properties`, or flattened beside them. A field that
// is missing, null or of another type reads as empty.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/az_facts.h"

namespace vnetprobe::az {

const boost::json::value* field(const boost::json::object& from, std::string_view name);
const boost::json::object* object(const boost::json::object& from, std::string_view name);
std::vector<const boost::json::object*> objects(const boost::json::object& from, std::string_view name);
std::string_view raw_text(const boost::json::object& from, std::string_view name);
// With question marks for what a terminal would obey: no name in Azure has such a character, and files come
// from tickets.
std::string text(const boost::json::object& from, std::string_view name);
// The first of two spellings: API versions differ.
std::string text(const boost::json::object& from, std::string_view name, std::string_view other);
std::vector<std::string> texts(const boost::json::object& from, std::string_view name);
std::vector<IpAddress> addresses(const boost::json::object& from, std::string_view name);
// `id` of the object under `name`, as id() gives it.
std::string id_in(const boost::json::object& from, std::string_view name);
// `name`, or the last segment of the id.
std::string name_of(const boost::json::object& from);

std::string lower(std::string_view text);
std::string id(std::string_view text);  // lower case, no slash at its end

// "microsoft.network/privateendpoints" of an id; "" where it is none.
std::string type_of(std::string_view id);
std::string last_of(std::string_view id);
std::string segment_after(std::string_view id, std::string_view segment);

// The number in the name of a vault's connection, PE.NUMBER.backup.GUID (azure-facts 2.2, 10.5).
std::string vault_number(std::string_view connection);

// Adds a name, or addresses to one that is there. What is no host name is passed over.
void add_name(std::vector<AzName>& names, const std::string& fqdn, const std::vector<IpAddress>& addresses);

}  // namespace vnetprobe::az
