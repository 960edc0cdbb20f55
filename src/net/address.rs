//! Which addresses are not the public internet, and what opens them.
//!
//! The ranges are those of the IANA special-purpose registries (RFC 6890) and of the metadata
//! services of the large clouds. `IpAddr::is_global` is not stable, so the table is our own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What a run allows for one host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grant {
    /// Public addresses only.
    Public,
    /// `--allow-private-network`: RFC 1918 and unique local addresses too.
    PrivateNetwork,
    /// `--allow-host` names the host: loopback and shared address space too.
    Named,
}

/// What opens an address that is not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    /// `--allow-private-network` or `--allow-host`.
    PrivateNetwork,
    /// `--allow-host` alone.
    Named,
    /// Nothing.
    Nothing,
}

/// A range of addresses that is not asked without being told so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// In words, with its article: "a loopback address".
    pub(super) name: &'static str,
    pub(super) opens: Opens,
}

const PRIVATE: Range = Range { name: "a private address", opens: Opens::PrivateNetwork };
const LOOPBACK: Range = Range { name: "a loopback address", opens: Opens::Named };
const SHARED: Range = Range { name: "a carrier-grade NAT address", opens: Opens::Named };
const TRANSLATED: Range = Range { name: "a NAT64 address", opens: Opens::Named };
const METADATA: Range = Range { name: "an address of a cloud's metadata service", opens: Opens::Nothing };
const LINK_LOCAL: Range = Range { name: "a link-local address", opens: Opens::Nothing };
const MULTICAST: Range = Range { name: "a multicast address", opens: Opens::Nothing };
const EMBEDDED: Range = Range { name: "an address that hides an IPv4 address", opens: Opens::Nothing };
const RESERVED: Range = Range { name: "a reserved address", opens: Opens::Nothing };

/// First match wins: the metadata services lie inside wider ranges.
const V4: [(Ipv4Addr, u32, Range); 23] = [
    (Ipv4Addr::new(169, 254, 169, 254), 32, METADATA),
    (Ipv4Addr::new(100, 100, 100, 200), 32, METADATA),
    (Ipv4Addr::new(192, 0, 0, 192), 32, METADATA),
    (Ipv4Addr::new(168, 63, 129, 16), 32, METADATA),
    (Ipv4Addr::new(0, 0, 0, 0), 8, RESERVED),
    (Ipv4Addr::new(10, 0, 0, 0), 8, PRIVATE),
    (Ipv4Addr::new(100, 64, 0, 0), 10, SHARED),
    (Ipv4Addr::new(127, 0, 0, 0), 8, LOOPBACK),
    (Ipv4Addr::new(169, 254, 0, 0), 16, LINK_LOCAL),
    (Ipv4Addr::new(172, 16, 0, 0), 12, PRIVATE),
    (Ipv4Addr::new(192, 0, 0, 0), 24, RESERVED),
    (Ipv4Addr::new(192, 0, 2, 0), 24, RESERVED),
    (Ipv4Addr::new(192, 31, 196, 0), 24, RESERVED),
    (Ipv4Addr::new(192, 52, 193, 0), 24, RESERVED),
    (Ipv4Addr::new(192, 88, 99, 0), 24, RESERVED),
    (Ipv4Addr::new(192, 168, 0, 0), 16, PRIVATE),
    (Ipv4Addr::new(192, 175, 48, 0), 24, RESERVED),
    (Ipv4Addr::new(198, 18, 0, 0), 15, RESERVED),
    (Ipv4Addr::new(198, 51, 100, 0), 24, RESERVED),
    (Ipv4Addr::new(203, 0, 113, 0), 24, RESERVED),
    (Ipv4Addr::new(224, 0, 0, 0), 4, MULTICAST),
    (Ipv4Addr::new(255, 255, 255, 255), 32, RESERVED),
    (Ipv4Addr::new(240, 0, 0, 0), 4, RESERVED),
];

/// First match wins; whatever lies outside `2000::/3` and is not named here is reserved.
const V6: [(Ipv6Addr, u32, Range); 16] = [
    (Ipv6Addr::LOCALHOST, 128, LOOPBACK),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, EMBEDDED),
    (Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0), 96, EMBEDDED),
    (Ipv6Addr::UNSPECIFIED, 96, EMBEDDED),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48, EMBEDDED),
    // AWS keeps the whole range for local services: metadata at ::254, credentials of EKS pods at ::23
    (Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0), 32, METADATA),
    (Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254), 128, METADATA),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, PRIVATE),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, LINK_LOCAL),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, MULTICAST),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32, EMBEDDED),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, RESERVED),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, RESERVED),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, EMBEDDED),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48, RESERVED),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, RESERVED),
];

/// The well-known prefix of RFC 6052: networks without IPv4 reach the public internet through it.
const NAT64: Ipv6Addr = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0);
const GLOBAL_UNICAST: Ipv6Addr = Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0);

impl Grant {
    /// `Err` with the range that forbids asking this address.
    pub(super) fn judge(self, address: IpAddr) -> Result<(), Range> {
        let Some(range) = range_of(address) else { return Ok(()) };
        match (range.opens, self) {
            (Opens::PrivateNetwork, Self::PrivateNetwork | Self::Named) | (Opens::Named, Self::Named) => Ok(()),
            _ => Err(range),
        }
    }
}

/// The special range of an address; `None` for a public one.
fn range_of(address: IpAddr) -> Option<Range> {
    match address {
        IpAddr::V4(address) => v4_range(address),
        IpAddr::V6(address) => v6_range(address),
    }
}

fn v4_range(address: Ipv4Addr) -> Option<Range> {
    V4.iter()
        .find(|(net, bits, _)| (address.to_bits() ^ net.to_bits()).leading_zeros() >= *bits)
        .map(|(_, _, range)| *range)
}

fn v6_range(address: Ipv6Addr) -> Option<Range> {
    if within(address, NAT64, 96) {
        let [.., a, b, c, d] = address.octets();
        let hidden = v4_range(Ipv4Addr::new(a, b, c, d));
        return Some(if hidden.is_none() { TRANSLATED } else { EMBEDDED });
    }
    let named = V6.iter().find(|(net, bits, _)| within(address, *net, *bits)).map(|(_, _, range)| *range);
    named.or_else(|| (!within(address, GLOBAL_UNICAST, 3)).then_some(RESERVED))
}

fn within(address: Ipv6Addr, net: Ipv6Addr, bits: u32) -> bool {
    (address.to_bits() ^ net.to_bits()).leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(address: &str) -> Option<Opens> {
        range_of(address.parse().unwrap()).map(|range| range.opens)
    }

    #[test]
    fn public_addresses_have_no_range() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "168.63.129.15",
            "2606:4700::1111",
            "2001:200::1",
            "2a00:1450:4001::1",
        ] {
            assert_eq!(opens(address), None, "{address}");
        }
    }

    #[test]
    fn private_networks_open_with_either_flag() {
        for address in ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "fc00::1"] {
            assert_eq!(opens(address), Some(Opens::PrivateNetwork), "{address}");
        }
    }

    #[test]
    fn loopback_and_shared_space_open_only_by_name() {
        for address in ["127.0.0.1", "127.255.255.254", "::1", "100.64.0.1", "100.127.255.255", "64:ff9b::808:808"] {
            assert_eq!(opens(address), Some(Opens::Named), "{address}");
            assert!(Grant::PrivateNetwork.judge(address.parse().unwrap()).is_err(), "{address}");
            assert!(Grant::Named.judge(address.parse().unwrap()).is_ok(), "{address}");
        }
    }

    /// The registries, written down a second time: network, what opens it, how it is called.
    #[test]
    fn ranges_are_closed_from_their_first_to_their_last_address() {
        use Opens::{Named, Nothing, PrivateNetwork};
        for (network, expected, name) in [
            ("0.0.0.0/8", Nothing, "reserved"),
            ("10.0.0.0/8", PrivateNetwork, "private"),
            ("100.64.0.0/10", Named, "carrier-grade"),
            ("100.100.100.200/32", Nothing, "metadata"),
            ("127.0.0.0/8", Named, "loopback"),
            ("168.63.129.16/32", Nothing, "metadata"),
            ("169.254.0.0/16", Nothing, "link-local"),
            ("169.254.169.254/32", Nothing, "metadata"),
            ("172.16.0.0/12", PrivateNetwork, "private"),
            ("192.0.0.0/24", Nothing, "reserved"),
            ("192.0.0.192/32", Nothing, "metadata"),
            ("192.0.2.0/24", Nothing, "reserved"),
            ("192.31.196.0/24", Nothing, "reserved"),
            ("192.52.193.0/24", Nothing, "reserved"),
            ("192.88.99.0/24", Nothing, "reserved"),
            ("192.168.0.0/16", PrivateNetwork, "private"),
            ("192.175.48.0/24", Nothing, "reserved"),
            ("198.18.0.0/15", Nothing, "reserved"),
            ("198.51.100.0/24", Nothing, "reserved"),
            ("203.0.113.0/24", Nothing, "reserved"),
            ("224.0.0.0/4", Nothing, "multicast"),
            ("240.0.0.0/4", Nothing, "reserved"),
            ("::1/128", Named, "loopback"),
            ("::ffff:0:0/96", Nothing, "hides an IPv4"),
            ("::ffff:0:0:0/96", Nothing, "hides an IPv4"),
            ("64:ff9b::a00:0/104", Nothing, "hides an IPv4"),
            ("64:ff9b::808:808/128", Named, "NAT64"),
            ("64:ff9b:1::/48", Nothing, "hides an IPv4"),
            ("2001::/32", Nothing, "hides an IPv4"),
            ("2001:1::/32", Nothing, "reserved"),
            ("2001:100::/24", Nothing, "reserved"),
            ("2001:db8::/32", Nothing, "reserved"),
            ("2002::/16", Nothing, "hides an IPv4"),
            ("2620:4f:8000::/48", Nothing, "reserved"),
            ("3fff::/20", Nothing, "reserved"),
            ("4000::/2", Nothing, "reserved"),
            ("8000::/2", Nothing, "reserved"),
            ("fc00::/8", PrivateNetwork, "private"),
            ("fd00:ec2::/32", Nothing, "metadata"),
            ("fd20:ce::254/128", Nothing, "metadata"),
            ("fe80::/10", Nothing, "link-local"),
            ("fec0::/10", Nothing, "reserved"),
            ("ff00::/8", Nothing, "multicast"),
        ] {
            let (first, bits) = network.split_once('/').unwrap();
            let (first, bits): (IpAddr, u32) = (first.parse().unwrap(), bits.parse().unwrap());
            let last = match first {
                IpAddr::V4(first) => IpAddr::V4(Ipv4Addr::from_bits(first.to_bits() | u32::MAX.unbounded_shr(bits))),
                IpAddr::V6(first) => IpAddr::V6(Ipv6Addr::from_bits(first.to_bits() | u128::MAX.unbounded_shr(bits))),
            };
            for address in [first, last] {
                let range = range_of(address).unwrap_or_else(|| panic!("{address} of {network} is public"));
                assert_eq!(range.opens, expected, "{address} of {network}");
                assert!(range.name.contains(name), "{address} of {network} is {}", range.name);
            }
        }
    }

    #[test]
    fn some_addresses_open_never() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "169.254.0.1",
            "169.254.169.254",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "192.0.0.8",
            "192.0.2.1",
            "192.31.196.1",
            "192.52.193.1",
            "192.88.99.1",
            "192.175.48.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:0:1234::1",
            "2001:db8::1",
            "2620:4f:8000::1",
            "3fff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "fd00:ec2::254",
            "fd00:ec2::23",
            "fd20:ce::254",
            "100::1",
            "4000::1",
            "5f00::1",
        ] {
            assert_eq!(opens(address), Some(Opens::Nothing), "{address}");
            assert!(Grant::Named.judge(address.parse().unwrap()).is_err(), "{address}");
        }
    }
}
