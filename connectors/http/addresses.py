"""Where a host is, and whether calls may go there.

The address that was checked is the one that is connected to: a name that answers differently a moment
later (DNS rebinding) leads nowhere else.
"""

import ipaddress
import socket

from connectors.outside import Failed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def resolve(host: str, port: int, *, private: bool) -> str:
    """Give the first address of a host.

    Parameters
    ----------
    private
        Whether it may lie in the campus's own net. Loopback and link-local addresses are such, too.

    Raises
    ------
    Failed
        ``unreachable`` without any address; ``forbidden`` (lasting) if any of them may not be called.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise Failed("unreachable", f"{host}: no address") from problem
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise Failed("unreachable", f"{host}: no address")
    if not all(_allowed(address, private=private) for address in addresses):
        raise Failed("forbidden", host, lasting=True)
    return str(addresses[0])


def _allowed(address: Address, *, private: bool) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return _allowed(mapped, private=private)
    if address.is_multicast or address.is_unspecified:
        return False
    return private or address.is_global
