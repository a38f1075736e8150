// SPDX-FileCopyrightText: The Vitrine authors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "tools/loadviewer/Endpoint.hpp"

#include <array>
#include <string_view>
#include <vector>

/// STUN messages as ICE uses them: binding requests and answers with short-term credentials
/// (RFC 5389, RFC 8445 section 7). Thread: pure.
namespace vitrine::loadviewer::stun {

enum class Type : std::uint16_t {
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingResponse = 0x0101,
    BindingError = 0x0111,
};

enum class Attribute : std::uint16_t {
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,
    Fingerprint = 0x8028,
    IceControlled = 0x8029,
    IceControlling = 0x802A,
};

using TransactionId = std::array<std::uint8_t, 12>;

/// A received message: a view into the packet it was parsed from.
class Message {
  public:
    /// The message in `packet`, or nothing when it is not well-formed STUN (RFC 5389 section 6).
    static std::optional<Message> parse(Bytes packet);

    Type type() const { return type_; }
    const TransactionId& transaction() const { return transaction_; }

    /// The value of the first attribute of that kind.
    std::optional<Bytes> find(Attribute kind) const;
    /// Whether MESSAGE-INTEGRITY is there and made with `password` (RFC 5389 section 15.4).
    bool integrityHolds(std::string_view password) const;
    /// Whether FINGERPRINT is there and right (RFC 5389 section 15.5).
    bool fingerprintHolds() const;
    /// XOR-MAPPED-ADDRESS, where it is an IPv4 one.
    std::optional<Endpoint> mappedAddress() const;

  private:
    Bytes packet_;
    Type type_{};
    TransactionId transaction_{};
};

/// Builds one message, attribute by attribute.
class Writer {
  public:
    Writer(Type type, const TransactionId& transaction);

    Writer& add(Attribute kind, Bytes value);
    Writer& addText(Attribute kind, std::string_view value);
    Writer& addU32(Attribute kind, std::uint32_t value);
    Writer& addMappedAddress(const Endpoint& endpoint);

    /// Closes the message with MESSAGE-INTEGRITY and FINGERPRINT.
    std::vector<std::uint8_t> finish(std::string_view password);

  private:
    void setLength(std::size_t attributeBytes);

    std::vector<std::uint8_t> bytes_;
};

/// A fresh, unpredictable transaction id.
TransactionId newTransaction();

} // namespace vitrine::loadviewer::stun
