// The compiled half of Asio, once (BOOST_ASIO_SEPARATE_COMPILATION is set for all who link vnp_net).
#include <boost/asio/impl/src.hpp>
