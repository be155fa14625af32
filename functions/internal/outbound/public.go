package outbound

import "net/netip"

// reachable are the networks that the public internet is made of: all of IPv4 but what is listed below, and of IPv6 the one
// block that has been given out. So loopback, link-local (where clouds keep their metadata), unique local, site-local, multicast
// and addresses that carry an IPv4 address by translation (64:ff9b::) are none.
var reachable = prefixes("0.0.0.0/0", "2000::/3")

// special are the parts of these with a purpose of their own, from IANA's two registries of special-purpose addresses.
var special = prefixes(
	"0.0.0.0/8",       // this host
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // shared by a provider's customers
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocols
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // relays of 6to4
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, and broadcast
	"2001::/23",       // protocols: Teredo, which carries IPv4 addresses, ORCHID, benchmarks
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4, which carries IPv4 addresses
	"3fff::/20",       // documentation
)

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, s := range all {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// public says whether an address is one of the public internet. An IPv4 address written as an IPv6 one is judged as what it is; one
// with a zone belongs to a link.
func public(ip netip.Addr) bool {
	if ip.Zone() != "" {
		return false
	}
	ip = ip.Unmap()
	return within(ip, reachable) && !within(ip, special)
}

func within(ip netip.Addr, networks []netip.Prefix) bool {
	for _, n := range networks {
		if n.Contains(ip) {
			return true
		}
	}
	return false
}
